import type { ConditionName } from './conditions.ts';
import { unmetConditions, unmetOf } from './plan-transition.ts';
import { explain } from './refusal.ts';
import type { Situation } from './situation.ts';
import type { Trigger } from './states.ts';
import type { PathStep } from './suggest-path.ts';
import { suggestPath } from './suggest-path.ts';
import type { Transition } from './transitions.ts';
import { TRANSITIONS } from './transitions.ts';

export const PERSONS_VERBS = ['edit', 'commit', 'discard', 'import', 'accept_drift', 'delete'] as const;
export type PersonsVerb = (typeof PERSONS_VERBS)[number];

/** What a person can do with a resource now, or why not and the way there. */
export interface Action {
  verb: PersonsVerb;
  trigger: Trigger;
  label: string;
  available: boolean;
  /** Why not; null when available. */
  reason: string | null;
  /** What to do first, the verb itself last; empty when available, or when it is not up to a person. */
  path: PathStep[];
}

interface Verb {
  trigger: Trigger;
  label: string;
  /** What the verb asks for besides its row. */
  requires?: readonly ConditionName[];
}

const VERBS: Record<PersonsVerb, Verb> = {
  edit: { trigger: 'edit', label: 'Edit' },
  commit: { trigger: 'commit', label: 'Commit' },
  discard: { trigger: 'discard', label: 'Discard draft' },
  import: { trigger: 'import', label: 'Import into Git' },
  accept_drift: { trigger: 'accept_drift', label: 'Accept drift into Git' },
  // A draft that deletes; what is only in the cluster has no document to remove.
  delete: { trigger: 'edit', label: 'Delete', requires: ['desired_exists'] },
};

const rowsOf = (trigger: Trigger) =>
  TRANSITIONS.filter((row) => row.by === 'person' && row.triggers.includes(trigger));

const isPersons = ({ trigger }: PathStep) => rowsOf(trigger).length > 0;

/** The shortest way into a state from which the row leads on, when persons can go it. */
function wayTo({ facts }: Situation, rows: readonly Transition[], trigger: Trigger): PathStep[] {
  const { state, adopted } = facts;
  if (state === null) return [];
  const ways = rows.flatMap(({ from, to }) =>
    to === 'BEFORE' || to === state
      ? []
      : from
          .map((start) => suggestPath(state, start, adopted))
          .filter((way) => way.every(isPersons))
          .map((way) => [...way, { trigger, to }]),
  );
  return ways.sort((a, b) => a.length - b.length)[0] ?? [];
}

function actionOf(s: Situation, verb: PersonsVerb): Action {
  const { trigger, label, requires = [] } = VERBS[verb];
  const rows = rowsOf(trigger);
  const row = rows.find(({ from }) => s.facts.state !== null && from.includes(s.facts.state)) ?? null;
  const unmet = row === null ? [] : [...unmetOf(s, row), ...unmetConditions(s, requires)];
  if (row !== null && unmet.length === 0) {
    return { verb, trigger, label, available: true, reason: null, path: [] };
  }
  const { why } = explain(s, trigger, row, unmet);
  const path = row === null ? wayTo(s, rows, trigger) : [];
  return { verb, trigger, label, available: false, reason: why, path };
}

/**
 * What a person can do with a resource, derived from the transition table and its conditions alone. What the verb
 * itself brings (a push, a draft that differs) counts as brought.
 */
export function availableActions(s: Situation): Action[] {
  return PERSONS_VERBS.map((verb) => actionOf(s, verb));
}
