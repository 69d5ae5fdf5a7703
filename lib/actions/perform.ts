import type { ActionResult } from '#lib/contract/problem.ts';
import { createLog } from '#lib/log.ts';
import { toWebError } from '#lib/web-error.ts';

const UNEXPECTED = 'Something broke in the dashboard itself. It is in the log of the web process; try again.';

/** Performs a verb and maps its failure to what the browser may see. */
export async function perform<T>(verb: () => Promise<T>): Promise<ActionResult<T>> {
  try {
    return { ok: true, value: await verb() };
  } catch (error) {
    const { code, number, message, details } = toWebError(error);
    if (code === 'internal') createLog('web').error({ err: error }, 'An action failed');
    return {
      ok: false,
      problem: { code, number, message: code === 'internal' ? UNEXPECTED : message, details },
    };
  }
}
