import { rememberOnset } from '../drift/flapping.ts';
import { isSamePair } from '../drift/verdict-key.ts';
import type { ComparisonSummary, DriftFacts } from './facts.ts';
import { stateUnderDraft } from './facts.ts';
import type { Situation } from './situation.ts';
import { isDeletionExpected, isDeploymentConcluded, isDriftStanding, isSettled } from './situation.ts';
import type { DriftStatus } from './states.ts';

/** What there is to say where one side does not exist; of an object alone, who made it is added. */
export const ONE_SIDE: ComparisonSummary = {
  key: '',
  realCount: 1,
  hidden: 0,
  score: 1,
  severity: 'critical',
  severityReason: 'one side does not exist',
  first: null,
  writer: null,
};

/** The drift status: existence and state first, content second (drift.md, step 7); null when neither side exists. */
export function driftStatusOf(s: Situation): DriftStatus | null {
  const { desired, actual } = s.facts;
  if (desired !== null && actual !== null) return s.comparison?.realCount === 0 ? 'in_sync' : 'spec_drift';
  if (desired === null && actual === null) return null;
  if (desired !== null) return isSettled(s) ? 'desired_only' : 'creation_pending';
  const committedDeletion = stateUnderDraft(s.facts) === 'COMMITTED';
  return committedDeletion || isDeletionExpected(s) ? 'deletion_pending' : 'actual_only';
}

const FIRST: Partial<Record<DriftStatus, string>> = {
  desired_only: 'not in the cluster',
  creation_pending: 'to be created',
  actual_only: 'in the cluster, not in Git',
  deletion_pending: 'to be deleted',
};

/** True for what is drift or an orphan, and not merely on its way to be deployed or deleted. */
function hasBegun(s: Situation, status: DriftStatus): boolean {
  switch (status) {
    case 'in_sync':
    case 'creation_pending':
    case 'deletion_pending':
      return false;
    case 'actual_only':
      return s.facts.state === 'DRIFTED' || s.facts.state === 'ORPHANED' || s.facts.state === 'DRAFT';
    case 'spec_drift':
    case 'desired_only':
      if (s.facts.state === 'DRIFTED') return true;
      return s.facts.state === 'DRAFT' ? isDeploymentConcluded(s) : isDriftStanding(s);
  }
}

/**
 * The drift to publish for a resource whose state is concluded. While a suspicion waits for its confirming reading,
 * what was published before stands. The onset is the first observation, not its confirmation.
 */
export function publishDrift(s: Situation, onsetCandidate: number | null): DriftFacts | null {
  const previous = s.facts.drift;
  if (s.facts.suspectSince !== null && previous !== null) return previous;
  const status = driftStatusOf(s);
  if (status === null || s.facts.state === null) return null;
  const { desired, actual } = s.facts;
  const alone = desired === null || actual === null;
  const summary = actual === null ? ONE_SIDE : (s.comparison ?? (alone ? ONE_SIDE : null));
  if (summary === null) return previous;
  const suspected = s.facts.suspectSince !== null;
  const onset = !suspected && hasBegun(s, status) ? (previous?.onset ?? onsetCandidate ?? s.now) : null;
  const first = FIRST[status] ?? summary.first;
  const unchanged =
    previous !== null &&
    previous.status === status &&
    previous.key === summary.key &&
    previous.onset === onset;
  const known = previous?.recentOnsets ?? [];
  const begins = onset !== null && (previous?.onset ?? null) === null;
  // What an ignore rule hides or shows anew did not begin again: only another content does.
  const recentOnsets =
    begins && !isSamePair(previous?.key, summary.key) ? rememberOnset(known, onset) : known;
  if (unchanged) return previous;
  // Whoever made what is about to be deleted changed nothing.
  const writer = status === 'deletion_pending' ? null : summary.writer;
  return { ...summary, writer, first, status, onset, recentOnsets, checkedAt: s.now };
}
