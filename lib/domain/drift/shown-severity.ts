import type { DriftStatus, Severity } from '../lifecycle/states.ts';

/** What a published verdict says; `onset` is null until drift, or an orphan, has begun. */
export interface PublishedVerdict {
  status: DriftStatus | null;
  onset: unknown;
}

/** True for what differs and is no drift: it waits for its deployment, its deletion or its confirming reading. */
export function isAwaited({ status, onset }: PublishedVerdict): boolean {
  return status !== null && status !== 'in_sync' && onset === null;
}

/** The severity of a published verdict: what has not begun has none whatever it scores, an orphan is high (lifecycle.md §9). */
export function shownSeverity(verdict: PublishedVerdict & { severity: Severity | null }): Severity | null {
  const { status, onset, severity } = verdict;
  if (status === null) return severity;
  if (onset === null) return 'none';
  return status === 'actual_only' ? 'high' : severity;
}
