/** The six states of a resource, concluded from facts and never set (lifecycle.md §1). */
export const RESOURCE_STATES = ['DRAFT', 'COMMITTED', 'PENDING', 'SYNCED', 'DRIFTED', 'ORPHANED'] as const;
export type ResourceState = (typeof RESOURCE_STATES)[number];

/** Where a transition can end: a state, or the removal of the record. */
export type TransitionTarget = ResourceState | 'REMOVED';

/** What sets a transition off. `first_sight` and `create` start a record, `auto_repair` stands in for others. */
export const TRIGGERS = [
  'first_sight',
  'create',
  'edit',
  'discard',
  'commit',
  'commit_lost',
  'git_sync',
  'deployment',
  'drift_detected',
  'drift_resolved',
  'reconciliation',
  'accept_drift',
  'import',
  'orphan_detected',
  'removed',
  'auto_repair',
] as const;
export type Trigger = (typeof TRIGGERS)[number];

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
