import type { DriftStatus, Severity } from '../domain/lifecycle/states.ts';

/** What severity says where it is not the comparison's own: waiting is none, an orphan is high (lifecycle.md §9). */
export const SEVERITY_BY_STATUS: Partial<Record<DriftStatus, Severity>> = {
  in_sync: 'none',
  creation_pending: 'none',
  deletion_pending: 'none',
  actual_only: 'high',
};

/** The severity to show: a missing side scores 1, but only drift is as bad as its score. */
export function shownSeverity(status: DriftStatus | null, severity: Severity | null): Severity | null {
  return status === null ? severity : (SEVERITY_BY_STATUS[status] ?? severity);
}
