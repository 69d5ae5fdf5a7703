import { ageText } from '../age-text.ts';
import { flappingOf, flappingUntil } from '../drift/flapping.ts';
import type { ResourceFacts } from '../lifecycle/facts.ts';
import { stateUnderDraft } from '../lifecycle/facts.ts';
import type { Situation } from '../lifecycle/situation.ts';
import { attemptOfThisRevision, deletionSince, isPastGrace } from '../lifecycle/situation.ts';
import type { Severity } from '../lifecycle/states.ts';

export const ALERT_TYPES = [
  'drift_detected',
  'orphaned_resource',
  'creation_pending',
  'deletion_pending',
  'deployment_failed',
  'sync_failure',
  'validation_error',
  'conflict_detected',
  'rollout_stale',
  'rollout_stuck',
  'rollout_frozen',
] as const;
export type AlertType = (typeof ALERT_TYPES)[number];

export const ALERT_STATUSES = ['active', 'acknowledged', 'suppressed', 'resolved'] as const;

/** An alert whose cause exists now. */
export interface ExpectedAlert {
  type: AlertType;
  severity: Severity;
  message: string;
}

function drift({ facts: { drift, state }, now }: Situation): ExpectedAlert | null {
  if (drift === null || drift.onset === null) return null;
  if (drift.status === 'actual_only' && state !== 'DRIFTED') return null;
  const first = drift.first ?? 'differs from Git';
  const { severity, writer, recentOnsets } = drift;
  const flaps = flappingOf(recentOnsets, now);
  if (flaps === null) {
    const by = writer === null ? '' : `, changed by ${writer}`;
    return { type: 'drift_detected', severity, message: `${first}${by}` };
  }
  const often = `${flaps.times} times in ${ageText((flaps.last - flaps.first) / 1000)}`;
  const last = writer === null ? '' : ` by ${writer}`;
  const message = `flapping: drifted ${often}, last${last}: ${first}`;
  return { type: 'drift_detected', severity, message };
}

function orphan(facts: ResourceFacts): ExpectedAlert | null {
  if (stateUnderDraft(facts) !== 'ORPHANED' || facts.drift?.status !== 'actual_only') return null;
  const by = facts.drift.writer === null ? '' : `, made by ${facts.drift.writer}`;
  return { type: 'orphaned_resource', severity: 'high', message: `in the cluster, not in Git${by}` };
}

function creation(s: Situation): ExpectedAlert | null {
  const { drift } = s.facts;
  // A commit that no sync has seen is held by its repository, which has an alert of its own.
  if (drift?.status !== 'creation_pending' || stateUnderDraft(s.facts) === 'COMMITTED') return null;
  if (!isPastGrace(s)) return null;
  return {
    type: 'creation_pending',
    severity: 'medium',
    message: 'in Git, not in the cluster after the grace period',
  };
}

function deletion(s: Situation): ExpectedAlert | null {
  const since = deletionSince(s);
  if (since === null || s.facts.actual === null || s.now - since < s.graceMs) return null;
  return {
    type: 'deletion_pending',
    severity: 'medium',
    message: 'its deletion was asked for, and it is still in the cluster',
  };
}

function failedDeployment(s: Situation): ExpectedAlert | null {
  const attempt = attemptOfThisRevision(s);
  if (stateUnderDraft(s.facts) !== 'PENDING' || attempt?.outcome !== 'failed') return null;
  return {
    type: 'deployment_failed',
    severity: 'high',
    message: attempt.message ?? 'the cluster refused it',
  };
}

function conflict({ desired, draft }: ResourceFacts): ExpectedAlert | null {
  if (desired?.stale === 'ambiguous') {
    return {
      type: 'conflict_detected',
      severity: 'critical',
      message: 'two documents in Git claim this name',
    };
  }
  if (draft?.commitLost === true) {
    return {
      type: 'conflict_detected',
      severity: 'critical',
      message: 'the branch was rewritten and lost its commit',
    };
  }
  return null;
}

/**
 * The alerts whose cause exists for one resource. They follow desired against actual, never the state alone:
 * opening a draft resolves none (lifecycle.md §9).
 */
export function expectedAlerts(s: Situation): ExpectedAlert[] {
  return [drift(s), orphan(s.facts), creation(s), deletion(s), failedDeployment(s), conflict(s.facts)].filter(
    (alert) => alert !== null,
  );
}

/**
 * The alerts that stay as they are while open, though their cause is gone at the moment: a resource that flaps alerts
 * once, not each time. None is opened for it.
 */
export function standingAlerts({ facts: { drift }, now }: Situation): AlertType[] {
  if (drift?.status !== 'in_sync' || flappingUntil(drift.recentOnsets, now) === null) return [];
  return ['drift_detected'];
}
