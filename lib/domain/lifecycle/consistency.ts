import type { AlertType } from '../alert/expected-alerts.ts';
import { expectedAlerts, standingAlerts } from '../alert/expected-alerts.ts';
import type { ResourceFacts } from './facts.ts';
import { planDraftRepair } from './plan-transition.ts';
import type { Situation } from './situation.ts';
import { isDiffering } from './situation.ts';

/** How a finding is repaired; `conclude` with trigger `auto_repair` follows each of them, null leaves it to its owner. */
export type Repair = 'conclude' | 'recompare' | 'reread_git' | 'reread_cluster' | 'set_timestamp';

/** What does not fit together in the record of one resource (lifecycle.md §5). */
export interface Inconsistency {
  code: InconsistencyCode;
  explanation: string;
  repair: Repair | null;
}

/** What stands beside the facts; what is left out is not judged. */
export interface StoredBeside {
  openAlerts?: readonly AlertType[];
  /** Which of the documents that the facts name the store lacks, by hash. */
  missingDocuments?: ReadonlySet<string>;
}

interface Rule {
  explanation: string;
  repair: Repair | null | ((s: Situation) => Repair | null);
  found: (s: Situation, beside: StoredBeside) => boolean;
}

// Scores above it are drift beyond doubt (the seed's own repair); up to it the comparison is made again first.
const SCORE_BEYOND_DOUBT = 0.1;

const isDeletionCommitted = ({ unseenCommit, gitDropped }: ResourceFacts) =>
  unseenCommit === null ? gitDropped !== null : unseenCommit.documentHash === null;

const isOpen = (type: AlertType, { openAlerts }: StoredBeside) => openAlerts?.includes(type) === true;

const isExpected = (type: AlertType, s: Situation) => expectedAlerts(s).some((alert) => alert.type === type);

const lacksAlert = (type: AlertType, s: Situation, beside: StoredBeside) =>
  beside.openAlerts !== undefined && isExpected(type, s) && !isOpen(type, beside);

const lacks = ({ missingDocuments }: StoredBeside, ...hashes: (string | null | undefined)[]) =>
  hashes.some((hash) => typeof hash === 'string' && missingDocuments?.has(hash) === true);

/** SYNCED, with nothing that waits for a reading and would explain what does not fit. */
const isSyncedAtRest = ({ facts, cluster }: Situation) =>
  facts.state === 'SYNCED' && facts.suspectSince === null && cluster.complete;

const scoreOf = ({ facts }: Situation) => facts.drift?.score ?? 0;

const RULES = {
  committed_without_desired: {
    explanation: 'COMMITTED, but nothing is known of what was committed',
    repair: 'reread_git',
    found: ({ facts }) =>
      facts.state === 'COMMITTED' && facts.desired === null && !isDeletionCommitted(facts),
  },
  synced_without_actual: {
    explanation: 'SYNCED, but the cluster does not have it',
    repair: 'conclude',
    found: (s) => isSyncedAtRest(s) && s.facts.actual === null,
  },
  drift_never_calculated: {
    explanation: 'Git and cluster were never compared',
    repair: 'recompare',
    found: ({ facts: { state, drift, desired, actual } }) =>
      (state === 'SYNCED' || state === 'DRIFTED') && drift === null && (desired !== null || actual !== null),
  },
  synced_with_drift: {
    explanation: 'SYNCED, but the published drift is more than a trifle',
    repair: 'conclude',
    found: (s) => isSyncedAtRest(s) && scoreOf(s) > SCORE_BEYOND_DOUBT,
  },
  synced_with_small_drift: {
    explanation: 'SYNCED, but the published drift is not zero',
    repair: 'recompare',
    found: (s) => isSyncedAtRest(s) && scoreOf(s) > 0 && scoreOf(s) <= SCORE_BEYOND_DOUBT,
  },
  drifted_without_drift: {
    explanation: 'DRIFTED, but the published drift is zero',
    repair: 'recompare',
    found: ({ facts }) => facts.state === 'DRIFTED' && facts.drift !== null && facts.drift.score === 0,
  },
  state_without_moment: {
    explanation: 'it is not known since when it has its state',
    repair: 'set_timestamp',
    found: ({ facts }) => facts.state !== null && facts.lastStateChange === null,
  },
  synced_and_changed: {
    explanation: 'SYNCED, but the cluster changed after Git did, and differs',
    repair: 'recompare',
    found: (s) => {
      const { actual, actualUpdatedAt, desiredUpdatedAt } = s.facts;
      const newer = (actualUpdatedAt ?? 0) > (desiredUpdatedAt ?? 0);
      return isSyncedAtRest(s) && actual !== null && newer && isDiffering(s);
    },
  },
  drift_alert_without_drift: {
    explanation: 'a drift alert is open, but nothing drifted',
    repair: 'conclude',
    found: (s, beside) =>
      isOpen('drift_detected', beside) &&
      !isExpected('drift_detected', s) &&
      !standingAlerts(s).includes('drift_detected'),
  },
  drift_without_alert: {
    explanation: 'it drifted, but no alert is open',
    repair: 'conclude',
    found: (s, beside) => lacksAlert('drift_detected', s, beside),
  },
  import_alert_without_orphan: {
    explanation: 'an import alert is open, but it is no orphan',
    repair: 'conclude',
    found: (s, beside) => isOpen('orphaned_resource', beside) && !isExpected('orphaned_resource', s),
  },
  orphan_without_alert: {
    explanation: 'it is an orphan, but no import alert is open',
    repair: 'conclude',
    found: (s, beside) => lacksAlert('orphaned_resource', s, beside),
  },
  draft_state_without_draft: {
    explanation: 'DRAFT, but there is no draft',
    repair: (s) => (planDraftRepair(s) === null ? null : 'conclude'),
    found: ({ facts }) => facts.state === 'DRAFT' && facts.draft === null,
  },
  draft_outside_draft_state: {
    explanation: 'there is a draft of it, but its state is another',
    repair: (s) => (planDraftRepair(s) === null ? null : 'conclude'),
    found: ({ facts }) => facts.state !== null && facts.state !== 'DRAFT' && facts.draft !== null,
  },
  desired_document_missing: {
    explanation: 'the document that Git has is not in the store',
    repair: 'reread_git',
    found: ({ facts: { desired } }, beside) => lacks(beside, desired?.documentHash, desired?.contentHash),
  },
  actual_document_missing: {
    explanation: 'the object that the cluster has is not in the store',
    repair: 'reread_cluster',
    found: ({ facts: { actual } }, beside) => lacks(beside, actual?.documentHash),
  },
  draft_document_missing: {
    explanation: 'the text of the draft is not in the store; its owner must write it again or discard it',
    repair: null,
    found: ({ facts: { draft } }, beside) => lacks(beside, draft?.documentHash),
  },
} as const satisfies Record<string, Rule>;

export type InconsistencyCode = keyof typeof RULES;

/** Every code that a finding can have. */
export const INCONSISTENCY_CODES = Object.keys(RULES) as InconsistencyCode[];

/**
 * What does not fit together in one resource's record; empty for every record that only the write path has written.
 * What waits for its confirming reading is not a finding.
 */
export function findInconsistencies(s: Situation, beside: StoredBeside = {}): Inconsistency[] {
  return INCONSISTENCY_CODES.flatMap((code) => {
    const rule: Rule = RULES[code];
    if (!rule.found(s, beside)) return [];
    const repair = typeof rule.repair === 'function' ? rule.repair(s) : rule.repair;
    return [{ code, explanation: rule.explanation, repair }];
  });
}

const REREADS: ReadonlySet<Repair | null> = new Set(['reread_git', 'reread_cluster'] as const);

/** Whether a repair needs a reading of Git or of the cluster, which only the worker can make. */
export function isReread({ repair }: Pick<Inconsistency, 'repair'>): boolean {
  return REREADS.has(repair);
}

/**
 * Whether the row by itself, before anything new is said of it, lacks what a conclusion from its facts would mend.
 * Alerts and documents stand elsewhere and are asked for on demand only.
 */
export function isMendedByConcluding(s: Situation): boolean {
  // Compared with nothing: what differs now may just have come.
  const found = findInconsistencies({ ...s, comparison: null });
  return found.some((finding) => finding.repair !== null && !isReread(finding));
}

/** The facts without what was remembered of comparing them, so that they are compared anew. */
export function forgetComparison(facts: ResourceFacts): ResourceFacts {
  return facts.drift === null ? facts : { ...facts, drift: { ...facts.drift, key: '' } };
}

/**
 * The facts to repair from: nothing is concluded from a side that must be read again, and the next reading of it is
 * taken as new, since it is not what is held.
 */
export function factsToRepairFrom(facts: ResourceFacts, repairs: readonly (Repair | null)[]): ResourceFacts {
  let { desired, actual, gitDoubt } = facts;
  if (repairs.includes('reread_git')) {
    if (desired === null) gitDoubt ??= 'unreadable';
    else desired = { ...desired, stale: desired.stale ?? 'unreadable' };
  }
  if (actual !== null && repairs.includes('reread_cluster')) actual = { ...actual, hash: '' };
  return forgetComparison({ ...facts, desired, actual, gitDoubt });
}
