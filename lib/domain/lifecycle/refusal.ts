import type { ConditionName } from './conditions.ts';
import { conditionOf } from './conditions.ts';
import { INVALID_TRANSITIONS } from './invalid-transitions.ts';
import type { Situation } from './situation.ts';
import type { ResourceState, Trigger } from './states.ts';
import type { PathStep } from './suggest-path.ts';
import { suggestPath } from './suggest-path.ts';
import type { Transition } from './transitions.ts';
import { TRANSITIONS } from './transitions.ts';

/** A transition that may not happen: which condition is unmet, why, and the way there. */
export interface Refusal {
  kind: 'refusal';
  from: ResourceState | null;
  trigger: Trigger;
  unmet: ConditionName[];
  message: string;
  path: PathStep[];
}

const VERBS: Record<Trigger, string> = {
  first_sight: 'conclude a first sight',
  create: 'create',
  edit: 'edit',
  discard: 'discard',
  commit: 'commit',
  commit_lost: 'conclude a lost commit',
  git_sync: 'sync from Git',
  deployment: 'conclude a deployment',
  drift_detected: 'conclude drift',
  drift_resolved: 'conclude the end of drift',
  reconciliation: 'reconcile',
  accept_drift: 'accept drift',
  import: 'import',
  orphan_detected: 'conclude an orphan',
  removed: 'remove',
  auto_repair: 'repair',
};

const NEEDS: Record<NonNullable<Transition['needs']>, string> = {
  push: 'nothing was pushed to Git yet',
  draft: 'no draft was given',
};

/** Why a row does not fire from a state, in words, and the way to where it leads. */
export function explain(
  { facts }: Situation,
  trigger: Trigger,
  row: Transition | null,
  unmet: readonly ConditionName[],
): { why: string; path: PathStep[] } {
  const from = facts.state;
  const rows = TRANSITIONS.filter((candidate) => candidate.triggers.includes(trigger));
  const to = (row ?? rows[0])?.to;
  if (from === null) return { why: 'it has no state before both sides were read completely', path: [] };
  if (trigger === 'auto_repair') return { why: 'its state is what its facts say', path: [] };
  const target = to === undefined || to === 'BEFORE' ? null : to;
  const reasons: string[] = unmet.map((name) => conditionOf(name).unmet);
  if (row === null) reasons.push(target === from ? `it is ${from} already` : onlyFrom(rows));
  else if (unmet.length === 0 && row.needs !== undefined) reasons.push(NEEDS[row.needs]);
  const invalid = target === null || target === 'REMOVED' ? undefined : INVALID_TRANSITIONS[from][target];
  const path = target === null ? [] : suggestPath(from, target, facts.adopted);
  return {
    why: [...(invalid === undefined ? [] : [invalid]), ...reasons].join('; '),
    path: isOnlyStep(path, [trigger, ...(row?.triggers ?? [])]) ? [] : path,
  };
}

/** A way that is only the refused step itself says nothing. */
function isOnlyStep([step, ...more]: readonly PathStep[], triggers: readonly Trigger[]): boolean {
  return step !== undefined && more.length === 0 && triggers.includes(step.trigger);
}

function onlyFrom(rows: readonly Transition[]): string {
  const states = [...new Set(rows.flatMap((row) => row.from))];
  return states.length === 0 ? 'it has a state already' : `that is possible only from ${states.join(', ')}`;
}

/** The refusal of a trigger; `row` is the one that came nearest, null when none leads on from the state. */
export function refuse(
  s: Situation,
  trigger: Trigger,
  row: Transition | null,
  unmet: ConditionName[],
): Refusal {
  const from = s.facts.state;
  const { why, path } = explain(s, trigger, row, unmet);
  const where = from === null ? '' : ` while ${from}`;
  const steps = path.map((step) => `${step.trigger} → ${step.to}`).join(', ');
  const way = path.length === 0 ? '' : `. Suggested path: ${steps}`;
  return {
    kind: 'refusal',
    from,
    trigger,
    unmet,
    message: `Cannot ${VERBS[trigger]}${where}: ${why}${way}`,
    path,
  };
}
