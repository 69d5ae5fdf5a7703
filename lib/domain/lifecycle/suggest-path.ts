import type { ResourceState, TransitionTarget, Trigger } from './states.ts';
import { TRANSITIONS } from './transitions.ts';

export interface PathStep {
  trigger: Trigger;
  to: TransitionTarget;
}

/** The shortest chain of admitted transitions between two states; empty when there is none or none is needed. */
export function suggestPath(from: ResourceState, to: TransitionTarget): PathStep[] {
  const queue: { state: ResourceState; path: PathStep[] }[] = [{ state: from, path: [] }];
  const seen = new Set<TransitionTarget>([from]);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { state, path } = next;
    for (const row of TRANSITIONS) {
      const trigger = row.triggers[0];
      if (trigger === undefined || row.to === 'BEFORE' || !row.from.includes(state) || seen.has(row.to))
        continue;
      const extended = [...path, { trigger, to: row.to }];
      if (row.to === to) return extended;
      seen.add(row.to);
      if (row.to !== 'REMOVED') queue.push({ state: row.to, path: extended });
    }
  }
  return [];
}
