const PROOF_RETRY_MS = 1_000;
const PROOF_RETRY_MOST_MS = 30_000;
const GIT_RETRY_MOST_MS = 300_000;
/** How soon a branch that stands at an older commit is looked at once more. */
export const SECOND_LOOK_MS = 2_000;

/** An interval with up to a tenth of it added or taken, so that fabrics do not march in step. */
export function withJitter(milliseconds: number, random: () => number = Math.random): number {
  return milliseconds * (0.9 + random() * 0.2);
}

/** How long to wait before a failed Git sync is tried again: the interval, doubled with each failure in a row. */
export function gitRetryMs(intervalMs: number, failures: number): number {
  return Math.min(intervalMs * 2 ** Math.min(failures - 1, 10), Math.max(GIT_RETRY_MOST_MS, intervalMs));
}

/** How long to wait before what could not be proven is tried again. */
export function proofRetryMs(failures: number): number {
  return Math.min(PROOF_RETRY_MS * 2 ** Math.min(failures - 1, 10), PROOF_RETRY_MOST_MS);
}
