import type { ConditionName } from './conditions.ts';
import type { EffectName } from './effects.ts';
import type { ResourceState, TransitionTarget, Trigger } from './states.ts';
import { RESOURCE_STATES } from './states.ts';

/** One admitted transition. Rows are numbered as in lifecycle.md §2; a number may have a person's and a system's variant. */
export interface Transition {
  row: number;
  from: readonly ResourceState[];
  /** `BEFORE` is the state before the draft, else what first sight gives. */
  to: TransitionTarget | 'BEFORE';
  /** The first is the usual one. */
  triggers: readonly [Trigger, ...Trigger[]];
  by: 'person' | 'system';
  /** What the caller must bring: the outcome of a push, or a draft that differs. */
  needs?: 'push' | 'draft';
  requires: readonly ConditionName[];
  effects: readonly EffectName[];
}

/** The only statement of what may happen. A pair without a row for the trigger is refused. */
export const TRANSITIONS: readonly Transition[] = [
  {
    row: 1,
    from: ['DRAFT'],
    to: 'COMMITTED',
    triggers: ['commit'],
    by: 'person',
    needs: 'push',
    requires: [
      'draft_exists',
      'draft_parses',
      'draft_differs',
      'draft_not_conflicted',
      'draft_checked',
      'draft_approved',
      'repository_connected',
    ],
    effects: ['desired_from_push'],
  },
  {
    row: 2,
    from: ['COMMITTED'],
    to: 'PENDING',
    triggers: ['git_sync'],
    by: 'system',
    requires: ['repository_connected', 'commit_contained', 'desired_exists', 'not_waiting_for_read'],
    effects: [],
  },
  {
    row: 3,
    from: ['COMMITTED'],
    to: 'SYNCED',
    triggers: ['git_sync'],
    by: 'system',
    requires: [
      'repository_connected',
      'commit_contained',
      'desired_exists',
      'adopted',
      'equal',
      'proven_current',
    ],
    effects: ['settled'],
  },
  {
    row: 4,
    from: ['PENDING'],
    to: 'SYNCED',
    triggers: ['deployment'],
    by: 'system',
    requires: ['equal', 'proven_current'],
    effects: ['settled'],
  },
  {
    row: 5,
    from: ['PENDING'],
    to: 'DRIFTED',
    triggers: ['drift_detected'],
    by: 'system',
    requires: ['differing', 'deployment_concluded', 'proven_current', 'proven_after_attempt', 'confirmed'],
    effects: ['settled'],
  },
  {
    row: 6,
    from: ['SYNCED'],
    to: 'DRIFTED',
    triggers: ['drift_detected'],
    by: 'system',
    requires: ['differing', 'confirmed'],
    effects: [],
  },
  {
    row: 7,
    from: ['DRIFTED'],
    to: 'SYNCED',
    triggers: ['drift_resolved', 'reconciliation'],
    by: 'system',
    requires: ['equal'],
    effects: ['settled'],
  },
  {
    row: 8,
    from: ['SYNCED', 'DRIFTED'],
    to: 'PENDING',
    triggers: ['git_sync'],
    by: 'system',
    requires: ['desired_exists', 'revision_not_settled'],
    effects: [],
  },
  {
    row: 9,
    from: ['DRIFTED'],
    to: 'COMMITTED',
    triggers: ['accept_drift'],
    by: 'person',
    needs: 'push',
    requires: ['repository_connected'],
    effects: ['desired_from_push'],
  },
  {
    row: 10,
    from: ['ORPHANED'],
    to: 'COMMITTED',
    triggers: ['import'],
    by: 'person',
    needs: 'push',
    requires: ['repository_connected', 'actual_exists'],
    effects: ['desired_from_push', 'adopted'],
  },
  {
    row: 10,
    from: ['ORPHANED'],
    to: 'COMMITTED',
    triggers: ['import'],
    by: 'system',
    requires: ['repository_connected', 'commit_contained', 'desired_exists'],
    effects: ['adopted'],
  },
  {
    row: 11,
    from: ['ORPHANED'],
    to: 'DRAFT',
    triggers: ['edit'],
    by: 'person',
    needs: 'draft',
    requires: ['actual_exists', 'draft_differs'],
    effects: ['draft_set', 'adopted'],
  },
  {
    row: 12,
    from: ['SYNCED', 'DRIFTED', 'COMMITTED'],
    to: 'DRAFT',
    triggers: ['edit'],
    by: 'person',
    needs: 'draft',
    requires: ['draft_differs'],
    effects: ['draft_set'],
  },
  {
    row: 13,
    from: ['PENDING'],
    to: 'DRAFT',
    triggers: ['edit'],
    by: 'person',
    needs: 'draft',
    requires: ['deployment_resolved', 'draft_differs'],
    effects: ['draft_set'],
  },
  {
    row: 14,
    from: ['DRAFT'],
    to: 'BEFORE',
    triggers: ['discard'],
    by: 'person',
    requires: ['state_before_known'],
    effects: ['draft_cleared'],
  },
  {
    row: 15,
    from: ['PENDING', 'SYNCED', 'DRIFTED', 'COMMITTED'],
    to: 'ORPHANED',
    triggers: ['orphan_detected'],
    by: 'system',
    requires: ['absent_from_git', 'actual_exists', 'not_system_owned', 'confirmed'],
    effects: [],
  },
  {
    row: 16,
    from: RESOURCE_STATES,
    to: 'REMOVED',
    triggers: ['removed'],
    by: 'system',
    requires: ['absent_from_git', 'absent_from_cluster', 'draft_gone'],
    effects: [],
  },
  {
    row: 17,
    from: ['DRAFT'],
    to: 'COMMITTED',
    triggers: ['git_sync'],
    by: 'system',
    requires: ['draft_exists', 'git_holds_draft'],
    effects: ['desired_as_in_git'],
  },
  {
    row: 18,
    from: ['COMMITTED'],
    to: 'DRAFT',
    triggers: ['commit_lost'],
    by: 'system',
    requires: ['commit_proven_lost'],
    effects: ['draft_from_lost_commit'],
  },
];

/** The order in which the system's rows are tried; the first that holds fires, until none holds. */
export const SYSTEM_ROW_ORDER: readonly number[] = [18, 17, 16, 15, 10, 8, 3, 2, 4, 5, 7, 6];

/** The system's rows in the order they are tried. */
export const SYSTEM_TRANSITIONS: readonly Transition[] = SYSTEM_ROW_ORDER.flatMap((row) =>
  TRANSITIONS.filter((t) => t.row === row && t.by === 'system'),
);

/** Persons' rows, which are what a person wants, then the system's in their order. */
export const ORDERED_TRANSITIONS: readonly Transition[] = [
  ...TRANSITIONS.filter((row) => row.by === 'person'),
  ...SYSTEM_TRANSITIONS,
];

/** What first sight gives, tried in this order once both sides were read completely (lifecycle.md §1). */
export const FIRST_SIGHT: readonly {
  to: ResourceState;
  requires: readonly ConditionName[];
  effects: readonly EffectName[];
}[] = [
  { to: 'SYNCED', requires: ['equal'], effects: ['settled'] },
  { to: 'DRIFTED', requires: ['desired_exists', 'actual_exists', 'differing'], effects: ['settled'] },
  { to: 'PENDING', requires: ['desired_exists', 'absent_from_cluster'], effects: [] },
  {
    to: 'ORPHANED',
    requires: ['absent_from_git', 'actual_exists', 'not_system_owned', 'confirmed'],
    effects: [],
  },
];
