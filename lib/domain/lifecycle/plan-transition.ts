import type { ConditionName } from './conditions.ts';
import { conditionOf } from './conditions.ts';
import type { EffectName, TransitionInput } from './effects.ts';
import { EFFECTS } from './effects.ts';
import type { ResourceFacts } from './facts.ts';
import { reasonFor } from './reasons.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { Situation } from './situation.ts';
import { isEqual } from './situation.ts';
import type { ResourceState, TransitionTarget, Trigger } from './states.ts';
import type { Transition } from './transitions.ts';
import { FIRST_SIGHT, ORDERED_TRANSITIONS, TRANSITIONS } from './transitions.ts';

export type { Refusal } from './refusal.ts';

/** A transition that may happen, with the facts as they are after it. */
export interface Plan {
  kind: 'plan';
  /** The row of lifecycle.md §2; null for first sight and creation. */
  row: number | null;
  from: ResourceState | null;
  to: TransitionTarget;
  trigger: Trigger;
  reason: string;
  facts: ResourceFacts;
}

/** The facts after a move to `to`: effects applied in order, state and timestamp set, the suspicion spent. */
function moveTo(
  s: Situation,
  to: TransitionTarget,
  effects: readonly EffectName[],
  reason: string,
  input: TransitionInput = {},
): ResourceFacts {
  let facts = s.facts;
  for (const effect of effects) facts = EFFECTS[effect]({ ...s, facts }, input);
  return {
    ...facts,
    state: to === 'REMOVED' ? null : to,
    stateBeforeDraft: to === 'DRAFT' ? facts.stateBeforeDraft : null,
    reason,
    lastStateChange: s.now,
    suspectSince: null,
  };
}

/** The names of the conditions that do not hold. */
export function unmetConditions(s: Situation, requires: readonly ConditionName[]): ConditionName[] {
  return requires.filter((name) => !conditionOf(name).holds(s));
}

/** The state before the draft, else what first sight gives; an object of the fabric itself leaves no record. */
function stateAfterDiscard(s: Situation): TransitionTarget {
  const { stateBeforeDraft, desired, actual } = s.facts;
  if (stateBeforeDraft !== null) return stateBeforeDraft;
  if (desired === null) return actual === null || s.systemOwned ? 'REMOVED' : 'ORPHANED';
  if (actual === null) return 'PENDING';
  return isEqual(s) ? 'SYNCED' : 'DRIFTED';
}

/** The plan of a row whose conditions hold. */
export function planRow(s: Situation, row: Transition, trigger: Trigger, input: TransitionInput = {}): Plan {
  const to = row.to === 'BEFORE' ? stateAfterDiscard(s) : row.to;
  const seenFirst = row.to === 'BEFORE' && s.facts.stateBeforeDraft === null;
  const settles = seenFirst && (to === 'SYNCED' || to === 'DRIFTED');
  const effects: readonly EffectName[] = settles ? [...row.effects, 'settled'] : row.effects;
  const reason = reasonFor(row.row, trigger, s, input);
  const facts = moveTo(s, to, effects, reason, input);
  return { kind: 'plan', row: row.row, from: s.facts.state, to, trigger, reason, facts };
}

/** What of a row does not hold; a draft that is given stands in for the one that the facts lack. */
export function unmetOf(s: Situation, row: Transition, { draft }: TransitionInput = {}): ConditionName[] {
  if (row.needs !== 'draft') return unmetConditions(s, row.requires);
  if (draft === undefined) return unmetConditions(s, row.requires).filter((name) => name !== 'draft_differs');
  return unmetConditions({ ...s, facts: { ...s.facts, draft } }, row.requires);
}

/**
 * Decides one transition of one resource. Returns a plan or a refusal as a value; throws nothing and does nothing.
 * `auto_repair` stands in for the system's triggers with the same conditions, and mends a draft without its state
 * or a state without its draft (lifecycle.md §5).
 */
export function planTransition(s: Situation, trigger: Trigger, input: TransitionInput = {}): Plan | Refusal {
  if (trigger === 'create') return planCreate(s, input);
  if (trigger === 'first_sight') return planFirstSight(s) ?? refuse(s, trigger, null, []);
  const repair = trigger === 'auto_repair' ? planDraftRepair(s) : null;
  if (repair !== null) return repair;
  let nearest: { row: Transition; unmet: ConditionName[] } | null = null;
  for (const row of ORDERED_TRANSITIONS) {
    if (s.facts.state === null || !row.from.includes(s.facts.state)) continue;
    if (!row.triggers.includes(trigger) && (trigger !== 'auto_repair' || row.by !== 'system')) continue;
    const unmet = unmetOf(s, row, input);
    const brought = row.needs === undefined || input[row.needs === 'push' ? 'pushed' : 'draft'] !== undefined;
    if (unmet.length === 0 && brought) return planRow(s, row, trigger, input);
    if (nearest === null || unmet.length < nearest.unmet.length) nearest = { row, unmet };
  }
  if (trigger === 'auto_repair') return refuse(s, trigger, null, []);
  return refuse(s, trigger, nearest?.row ?? null, nearest?.unmet ?? []);
}

/** Brings state and draft together again where one is without the other; null where nothing is to be mended or may be. */
export function planDraftRepair(s: Situation): Plan | null {
  const { state, draft } = s.facts;
  if (state === null || (state === 'DRAFT') === (draft !== null)) return null;
  const trigger = draft === null ? 'discard' : 'edit';
  const input = draft === null ? {} : { draft };
  const row = TRANSITIONS.find(
    (candidate) =>
      candidate.triggers.includes(trigger) &&
      candidate.from.includes(state) &&
      unmetConditions(s, candidate.requires).length === 0,
  );
  return row === undefined ? null : planRow(s, row, 'auto_repair', input);
}

function planCreate(s: Situation, input: TransitionInput): Plan | Refusal {
  const { state, desired, actual, draft } = s.facts;
  const refused = (message: string): Refusal => ({
    ...refuse(s, 'create', null, []),
    message: `Cannot create: ${message}`,
    path: [],
  });
  if (state !== null || desired !== null || actual !== null || draft !== null) {
    return refused('a resource of this kind and name exists already. Edit it instead.');
  }
  if (input.draft === undefined || input.draft.deletes) return refused('a new resource needs a document.');
  const reason = reasonFor(null, 'create', s, input);
  const facts = moveTo(s, 'DRAFT', ['draft_set'], reason, input);
  return { kind: 'plan', row: null, from: null, to: 'DRAFT', trigger: 'create', reason, facts };
}

/** What first sight gives, once both sides have been read completely; null while it cannot be concluded. */
export function planFirstSight(s: Situation): Plan | null {
  if (s.facts.state !== null || !s.git.complete || !s.cluster.complete) return null;
  const row = FIRST_SIGHT.find(({ requires }) => unmetConditions(s, requires).length === 0);
  if (row === undefined) return null;
  const reason = reasonFor(null, 'first_sight', s, {});
  const facts = moveTo(s, row.to, row.effects, reason);
  return { kind: 'plan', row: null, from: null, to: row.to, trigger: 'first_sight', reason, facts };
}
