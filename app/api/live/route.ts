import { openEventStream } from '#lib/live/event-stream.ts';
import { webHub } from '#lib/live/web-hub.ts';
import { refuse } from '../answer.ts';

export const dynamic = 'force-dynamic';

const HEADERS = {
  'Content-Type': 'text/event-stream',
  // no-transform: a compressing proxy would hold frames back.
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

export async function GET(request: Request): Promise<Response> {
  try {
    return new Response(await openEventStream(webHub(), request.signal), { headers: HEADERS });
  } catch (error) {
    return refuse(error);
  }
}
