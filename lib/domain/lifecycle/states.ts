/** The six states of a resource, concluded from facts and never set (lifecycle.md §1). */
export const RESOURCE_STATES = ['DRAFT', 'COMMITTED', 'PENDING', 'SYNCED', 'DRIFTED', 'ORPHANED'] as const;
export type ResourceState = (typeof RESOURCE_STATES)[number];

/** Where a transition can end: a state, or the removal of the record. */
export type TransitionTarget = ResourceState | 'REMOVED';

export const DRIFT_STATUSES = [
  'in_sync',
  'spec_drift',
  'desired_only',
  'actual_only',
  'creation_pending',
  'deletion_pending',
] as const;
export type DriftStatus = (typeof DRIFT_STATUSES)[number];

export const SEVERITIES = ['none', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];
