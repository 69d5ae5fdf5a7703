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

/** When what could not be had is tried again, kind by kind or pair by pair: one that fails must not hold up the others. */
export interface ProofRetries {
  isDue(kind: string, now: number): boolean;
  /** What a round of proving came to: whether something of the kind is still wanted. */
  tried(kind: string, stillWanted: boolean, now: number): void;
  /** Forgets all but these. */
  keepOnly(kinds: ReadonlySet<string>): void;
  /** When the first kind that waits is due; infinite when none does. */
  soonest(): number;
}

/** Nothing waits at first. Each round in a row that leaves something doubles the wait of its kind. */
export function createProofRetries(): ProofRetries {
  const waiting = new Map<string, { failures: number; due: number }>();
  return {
    isDue: (kind, now) => (waiting.get(kind)?.due ?? 0) <= now,
    tried(kind, stillWanted, now) {
      if (!stillWanted) {
        waiting.delete(kind);
        return;
      }
      const failures = (waiting.get(kind)?.failures ?? 0) + 1;
      const wait = Math.min(PROOF_RETRY_MS * 2 ** Math.min(failures - 1, 10), PROOF_RETRY_MOST_MS);
      waiting.set(kind, { failures, due: now + wait });
    },
    keepOnly(kinds) {
      for (const kind of waiting.keys()) if (!kinds.has(kind)) waiting.delete(kind);
    },
    soonest: () => Math.min(...[...waiting.values()].map(({ due }) => due)),
  };
}
