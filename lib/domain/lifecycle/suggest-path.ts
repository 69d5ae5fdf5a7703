import type { ResourceState, TransitionTarget, Trigger } from './states.ts';
import type { Transition } from './transitions.ts';
import { ORDERED_TRANSITIONS } from './transitions.ts';

/** One step of a way: what sets it off, and where it leads. */
export interface PathStep {
  trigger: Trigger;
  to: TransitionTarget;
}

interface Reached {
  state: ResourceState;
  adopted: boolean;
  path: PathStep[];
}

function leadsOn(row: Transition, { state, adopted }: Reached): boolean {
  return row.to !== 'BEFORE' && row.from.includes(state) && (adopted || !row.requires.includes('adopted'));
}

/**
 * The shortest chain of admitted transitions between two states; empty when there is none or none is needed.
 * Of two as short, the one that a person can begin; what only adopted orphans may do is suggested to them alone.
 */
export function suggestPath(from: ResourceState, to: TransitionTarget, adopted = false): PathStep[] {
  const queue: Reached[] = [{ state: from, adopted, path: [] }];
  const seen = new Set<TransitionTarget>([from]);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const row of ORDERED_TRANSITIONS) {
      const [trigger] = row.triggers;
      if (row.to === 'BEFORE' || seen.has(row.to) || !leadsOn(row, next)) continue;
      const path = [...next.path, { trigger, to: row.to }];
      if (row.to === to) return path;
      seen.add(row.to);
      if (row.to === 'REMOVED') continue;
      queue.push({ state: row.to, adopted: next.adopted || row.effects.includes('adopted'), path });
    }
  }
  return [];
}
