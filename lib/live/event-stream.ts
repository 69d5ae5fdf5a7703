import type { LiveFrame } from '#lib/contract/live-frame.ts';
import type { LiveHub } from './hub.ts';

const BEAT_MS = 15_000;
/** Frames that may wait for a reader; one that is further behind has to come again and ask for everything. */
const MOST_UNREAD = 64;
const encoder = new TextEncoder();

const encode = (frame: LiveFrame) => encoder.encode(`data: ${JSON.stringify(frame)}\n\n`);

/**
 * The event stream of one page: a greeting, changes, and a beat in between. It ends when its reader goes, or when the
 * hub can no longer keep it true. Rejects before the first byte when the database cannot be listened to.
 */
export async function openEventStream(
  hub: LiveHub,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  let leave: (() => void) | undefined;
  let beat: NodeJS.Timeout | undefined;
  const end = () => {
    clearInterval(beat);
    leave?.();
  };
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(undefined, undefined, {
    highWaterMark: MOST_UNREAD,
  });
  const writer = writable.getWriter();
  const close = () => {
    end();
    void writer.close().catch(() => {});
  };
  const send = (frame: LiveFrame) => {
    if ((writer.desiredSize ?? 0) <= 0) close();
    else void writer.write(encode(frame)).catch(end);
  };
  leave = await hub.subscribe({ send, close });
  beat = setInterval(() => send({ type: 'beat', now: new Date().toISOString() }), BEAT_MS);
  if (signal.aborted) close();
  signal.addEventListener('abort', close, { once: true });
  return readable;
}
