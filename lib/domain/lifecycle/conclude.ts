import { flappingUntil } from '../drift/flapping.ts';
import { conditionOf } from './conditions.ts';
import type { Instant, ResourceFacts } from './facts.ts';
import type { Plan } from './plan-transition.ts';
import { planDraftRepair, planFirstSight, planRow, unmetConditions } from './plan-transition.ts';
import { publishDrift } from './published-drift.ts';
import type { Situation } from './situation.ts';
import {
  attemptOfThisRevision,
  deletionSince,
  isConfirmed,
  isDeploymentConcluded,
  isDiffering,
} from './situation.ts';
import { FIRST_SIGHT, SYSTEM_TRANSITIONS } from './transitions.ts';

/** Which reading would let more be concluded: the object itself, or Git and the object. */
export type ProofWanted = 'cluster' | 'both';

/** All that follows from a situation without anybody's wish. */
export interface Conclusion {
  facts: ResourceFacts;
  plans: Plan[];
  proofWanted: ProofWanted | null;
  /** When time alone could change the conclusion; null when it cannot. */
  nextCheckAt: Instant | null;
  /** The record is to go: absent on both sides, with nothing drafted. */
  removed: boolean;
}

// Longer than any chain the table admits; reached only if a row were ever to undo another.
const MAX_STEPS = 12;

function nextSystemPlan(s: Situation, trigger: 'auto_repair' | null): Plan | null {
  const { state } = s.facts;
  if (state === null) return planFirstSight(s);
  const repair = trigger === null ? null : planDraftRepair(s);
  if (repair !== null) return repair;
  const row = SYSTEM_TRANSITIONS.find(
    ({ from, requires }) => from.includes(state) && unmetConditions(s, requires).length === 0,
  );
  if (row === undefined) return null;
  const usual = row.row === 7 && isReconciled(s) ? 'reconciliation' : row.triggers[0];
  return planRow(s, row, trigger ?? usual);
}

/** Our own apply of this revision came after the drift began, so it is what resolved it. */
function isReconciled(s: Situation): boolean {
  const attempt = attemptOfThisRevision(s);
  return attempt?.outcome === 'succeeded' && attempt.at >= (s.facts.lastStateChange ?? 0);
}

/** What rows that lack nothing but proof want, and whether one of them is a suspicion, confirmed already or not. */
function openProof(s: Situation): { wanted: ProofWanted | null; suspected: boolean } {
  const rows =
    s.facts.state === null
      ? openFirstSight(s)
      : SYSTEM_TRANSITIONS.filter((row) => s.facts.state !== null && row.from.includes(s.facts.state));
  const open = rows.flatMap(({ requires }) => {
    const proofs = unmetConditions(s, requires).map((name) => conditionOf(name).proof);
    return proofs.length > 0 && proofs.every((proof) => proof !== undefined) ? [{ requires, proofs }] : [];
  });
  if (isDraftDriftOpen(s) || open.some(({ proofs }) => proofs.includes('both'))) {
    return { wanted: 'both', suspected: true };
  }
  const suspected = open.some(({ requires }) => requires.includes('confirmed'));
  return { wanted: open.length > 0 ? 'cluster' : null, suspected };
}

function openFirstSight(s: Situation) {
  return s.git.complete && s.cluster.complete ? FIRST_SIGHT : [];
}

/** Drift under a draft is published like any other: after one more reading of both sides. */
function isDraftDriftOpen(s: Situation): boolean {
  const { state, desired, drift } = s.facts;
  if (state !== 'DRAFT' || desired === null || (drift !== null && drift.onset !== null)) return false;
  return isDiffering(s) && isDeploymentConcluded(s) && !isConfirmed(s);
}

/** When time alone changes what is concluded or alerted: where a grace period or flapping ends. */
function nextCheckAt(s: Situation): Instant | null {
  const { state, desired, actual, desiredUpdatedAt, gitDropped } = s.facts;
  const starts = [
    desired !== null && (state === 'PENDING' || state === 'DRAFT') ? desiredUpdatedAt : null,
    desired === null && actual !== null ? (gitDropped?.at ?? null) : null,
    actual !== null ? deletionSince(s) : null,
  ];
  const ends = starts.map((start) => (start === null ? null : start + s.graceMs));
  const calm = flappingUntil(s.facts.drift?.recentOnsets ?? [], s.now);
  const ahead = [...ends, calm].filter((end): end is Instant => end !== null && end > s.now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

export interface ConcludeOptions {
  /** Stands in for the usual trigger of every row that fires. */
  trigger?: 'auto_repair' | null;
  /** The hooks before a transition; a plan that is not admitted is held, and so is what would follow it. */
  admit?: (plan: Plan) => boolean;
}

/** Tries the system's rows until none holds, then says what is still to be proven and when to look again. */
export function conclude(
  situation: Situation,
  { trigger = null, admit = () => true }: ConcludeOptions = {},
): Conclusion {
  let s = situation;
  const plans: Plan[] = [];
  const suspectedSince = s.facts.suspectSince;
  while (plans.length < MAX_STEPS) {
    const plan = nextSystemPlan(s, trigger);
    if (plan === null || !admit(plan)) break;
    plans.push(plan);
    s = { ...s, facts: plan.facts };
    if (plan.to === 'REMOVED')
      return { facts: plan.facts, plans, proofWanted: null, nextCheckAt: null, removed: true };
  }
  const { desired, actual, draft, state } = s.facts;
  const never = state === null && desired === null && actual === null && draft === null;
  const { wanted, suspected } = openProof(s);
  const since = wanted === 'both' ? (s.facts.suspectSince ?? s.now) : s.facts.suspectSince;
  const facts = { ...s.facts, suspectSince: suspected ? since : null };
  const onset = suspectedSince ?? facts.suspectSince;
  const drift = publishDrift({ ...s, facts }, onset);
  const undated = trigger === 'auto_repair' && state !== null && facts.lastStateChange === null;
  return {
    facts: { ...facts, drift, lastStateChange: undated ? s.now : facts.lastStateChange },
    plans,
    proofWanted: wanted,
    nextCheckAt: nextCheckAt({ ...s, facts: { ...facts, drift } }),
    removed: never && s.git.complete && s.cluster.complete,
  };
}
