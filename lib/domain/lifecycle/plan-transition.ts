import type { ConditionName } from './conditions.ts';
import { conditionOf } from './conditions.ts';
import type { EffectName, TransitionInput } from './effects.ts';
import { EFFECTS } from './effects.ts';
import type { ResourceFacts } from './facts.ts';
import { INVALID_TRANSITIONS } from './invalid-transitions.ts';
import { reasonFor } from './reasons.ts';
import type { Situation } from './situation.ts';
import type { ResourceState, TransitionTarget, Trigger } from './states.ts';
import type { PathStep } from './suggest-path.ts';
import { suggestPath } from './suggest-path.ts';
import type { Transition } from './transitions.ts';
import { FIRST_SIGHT, TRANSITIONS } from './transitions.ts';

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

/** A transition that may not happen: which condition is unmet, why, and the way there. */
export interface Refusal {
  kind: 'refusal';
  from: ResourceState | null;
  trigger: Trigger;
  unmet: ConditionName[];
  message: string;
  path: PathStep[];
}

/** The facts after a move to `to`: effects applied in order, state and timestamp set, the suspicion spent. */
export function moveTo(
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

function stateAfterDiscard(s: Situation): TransitionTarget | null {
  const { stateBeforeDraft, desired, actual } = s.facts;
  if (stateBeforeDraft !== null) return stateBeforeDraft;
  if (desired === null && actual === null) return 'REMOVED';
  if (!s.git.complete || !s.cluster.complete) return null;
  // The person just looked at both sides: an object without a document is an orphan without one more reading.
  const seen = FIRST_SIGHT.find((row) =>
    unmetConditions(s, row.requires).every((name) => name === 'confirmed'),
  );
  return seen?.to ?? null;
}

function planRow(s: Situation, row: Transition, trigger: Trigger, input: TransitionInput): Plan | null {
  const cleared = row.to === 'BEFORE' ? { ...s, facts: { ...s.facts, draft: null } } : s;
  const to = row.to === 'BEFORE' ? stateAfterDiscard(cleared) : row.to;
  if (to === null) return null;
  const settles =
    row.to === 'BEFORE' && s.facts.stateBeforeDraft === null && (to === 'SYNCED' || to === 'DRIFTED');
  const effects: readonly EffectName[] = settles ? [...row.effects, 'settled'] : row.effects;
  const reason = reasonFor(row.row, trigger, s, input);
  return {
    kind: 'plan',
    row: row.row,
    from: s.facts.state,
    to,
    trigger,
    reason,
    facts: moveTo(s, to, effects, reason, input),
  };
}

function refuse(s: Situation, trigger: Trigger, unmet: ConditionName[]): Refusal {
  const from = s.facts.state;
  const wanted = TRANSITIONS.find((row) => row.triggers.includes(trigger))?.to;
  const target = wanted === undefined || wanted === 'BEFORE' ? null : wanted;
  const verb = trigger.replaceAll('_', ' ');
  const conditions = unmet.map((name) => conditionOf(name).unmet).join('; ');
  if (from === null) {
    return {
      kind: 'refusal',
      from,
      trigger,
      unmet,
      message: `Cannot ${verb}: nothing is known of it yet`,
      path: [],
    };
  }
  const path = target === null ? [] : suggestPath(from, target);
  const invalid = target === null || target === 'REMOVED' ? undefined : INVALID_TRANSITIONS[from][target];
  const why = conditions !== '' ? conditions : (invalid ?? `no transition leads from ${from} by ${verb}`);
  const way =
    path.length > 0 ? `. Suggested path: ${path.map((p) => `${p.trigger} → ${p.to}`).join(', ')}` : '';
  return {
    kind: 'refusal',
    from,
    trigger,
    unmet,
    message: `Cannot ${verb} while ${from}: ${why}${way}`,
    path,
  };
}

/**
 * Decides one transition of one resource. Returns a plan or a refusal as a value; throws nothing and does nothing.
 * `auto_repair` stands in for the system's triggers with the same conditions.
 */
export function planTransition(s: Situation, trigger: Trigger, input: TransitionInput = {}): Plan | Refusal {
  if (trigger === 'create') return planCreate(s, input);
  const state = s.facts.state;
  const rows = TRANSITIONS.filter(
    (row) =>
      state !== null &&
      row.from.includes(state) &&
      (row.triggers.includes(trigger) || (trigger === 'auto_repair' && row.by === 'system')),
  );
  let unmet: ConditionName[] = [];
  for (const row of rows) {
    if (row.needs === 'push' && input.pushed === undefined) continue;
    if (row.needs === 'draft' && input.draft === undefined) continue;
    const missing = unmetConditions(s, row.requires);
    const plan = missing.length === 0 ? planRow(s, row, trigger, input) : null;
    if (plan !== null) return plan;
    if (unmet.length === 0) unmet = missing;
  }
  return refuse(s, trigger, unmet);
}

function planCreate(s: Situation, input: TransitionInput): Plan | Refusal {
  const { desired, actual, draft } = s.facts;
  if (
    s.facts.state !== null ||
    desired !== null ||
    actual !== null ||
    draft !== null ||
    input.draft === undefined
  ) {
    return {
      ...refuse(s, 'create', []),
      message: 'Cannot create: a resource of this kind and name exists already. Edit it instead.',
    };
  }
  const reason = reasonFor(null, 'create', s, input);
  return {
    kind: 'plan',
    row: null,
    from: null,
    to: 'DRAFT',
    trigger: 'create',
    reason,
    facts: moveTo(s, 'DRAFT', ['draft_set'], reason, input),
  };
}

/** What first sight gives, once both sides have been read completely; null while it cannot be concluded. */
export function planFirstSight(s: Situation): Plan | null {
  if (s.facts.state !== null || !s.git.complete || !s.cluster.complete) return null;
  const row = FIRST_SIGHT.find(({ requires }) => unmetConditions(s, requires).length === 0);
  if (row === undefined) return null;
  const reason = reasonFor(null, 'first_sight', s, {});
  return {
    kind: 'plan',
    row: null,
    from: null,
    to: row.to,
    trigger: 'first_sight',
    reason,
    facts: moveTo(s, row.to, row.effects, reason),
  };
}
