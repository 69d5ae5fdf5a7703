import { HTTP_STATUS, type Problem } from '#lib/contract/problem.ts';
import { createLog } from '#lib/log.ts';
import { toWebError } from '#lib/web-error.ts';

const NO_STORE = { 'Cache-Control': 'no-store' };
const UNEXPECTED = 'Something broke in the dashboard itself. It is in the log of the web process; try again.';

/** Answers a question as JSON; a failure as a problem with its stable code. */
export async function answer(question: () => Promise<unknown>): Promise<Response> {
  try {
    return Response.json(await question(), { headers: NO_STORE });
  } catch (error) {
    return refuse(error);
  }
}

/** The failure as a response. What went wrong inside stays in the log. */
export function refuse(error: unknown): Response {
  const { code, number, message, details } = toWebError(error);
  if (code === 'internal') createLog('web').error({ err: error }, 'A question could not be answered');
  const problem: Problem = { code, number, message: code === 'internal' ? UNEXPECTED : message, details };
  return Response.json(problem, { status: HTTP_STATUS[code], headers: NO_STORE });
}
