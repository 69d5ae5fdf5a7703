import type { ResourceFacts } from '../lifecycle/facts.ts';
import type { Situation } from '../lifecycle/situation.ts';
import { attemptOfThisRevision, isPastGrace, isSettled } from '../lifecycle/situation.ts';
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
export type AlertStatus = (typeof ALERT_STATUSES)[number];

/** An alert whose cause exists now. */
export interface ExpectedAlert {
  type: AlertType;
  severity: Severity;
  message: string;
}

function drift({ drift, state }: ResourceFacts): ExpectedAlert | null {
  if (drift === null || drift.onset === null) return null;
  if (drift.status !== 'spec_drift' && drift.status !== 'desired_only') return null;
  if (state !== 'DRIFTED' && state !== 'DRAFT') return null;
  const by = drift.writer === null ? '' : `, changed by ${drift.writer}`;
  return {
    type: 'drift_detected',
    severity: drift.severity,
    message: `${drift.first ?? 'differs from Git'}${by}`,
  };
}

function orphan({ state, stateBeforeDraft, drift }: ResourceFacts): ExpectedAlert | null {
  const orphaned = state === 'ORPHANED' || (state === 'DRAFT' && stateBeforeDraft === 'ORPHANED');
  if (!orphaned || drift?.status !== 'actual_only') return null;
  return { type: 'orphaned_resource', severity: 'high', message: 'in the cluster, not in Git' };
}

function pending(s: Situation): ExpectedAlert | null {
  const { state, actual, deletionRequestedAt } = s.facts;
  if (state === 'PENDING' && actual === null && isPastGrace(s) && !isSettled(s)) {
    return {
      type: 'creation_pending',
      severity: 'medium',
      message: 'in Git, not in the cluster after the grace period',
    };
  }
  if (deletionRequestedAt !== null && actual !== null && s.now - deletionRequestedAt >= s.graceMs) {
    return {
      type: 'deletion_pending',
      severity: 'medium',
      message: 'its deletion was asked for, and it is still in the cluster',
    };
  }
  return null;
}

function failedDeployment(s: Situation): ExpectedAlert | null {
  const attempt = attemptOfThisRevision(s);
  if (s.facts.state !== 'PENDING' || attempt?.outcome !== 'failed') return null;
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
  return [drift(s.facts), orphan(s.facts), pending(s), failedDeployment(s), conflict(s.facts)].filter(
    (alert) => alert !== null,
  );
}
