import { describe, expect, test } from 'vitest';
import { INVALID_TRANSITIONS } from './invalid-transitions.ts';
import { planTransition } from './plan-transition.ts';
import type { Situation } from './situation.ts';
import type { ResourceState, Trigger } from './states.ts';
import { committedB, draft, drifted, orphaned, pending, synced } from './testing/six-states.ts';

describe('INVALID_TRANSITIONS of the seed', () => {
  test('explains exactly the pairs that the seed lists', () => {
    const listed = Object.entries(INVALID_TRANSITIONS).map(([from, pairs]) => [from, Object.keys(pairs)]);
    expect(Object.fromEntries(listed)).toEqual({
      DRAFT: ['SYNCED', 'DRIFTED', 'ORPHANED'],
      COMMITTED: ['DRIFTED', 'ORPHANED'],
      PENDING: ['DRAFT', 'COMMITTED'],
      SYNCED: ['PENDING'],
      DRIFTED: ['PENDING'],
      ORPHANED: ['SYNCED', 'PENDING'],
    });
  });

  const attempts: [ResourceState, ResourceState, Trigger, Situation][] = [
    ['DRAFT', 'SYNCED', 'deployment', draft],
    ['DRAFT', 'DRIFTED', 'drift_detected', draft],
    ['DRAFT', 'ORPHANED', 'orphan_detected', draft],
    ['COMMITTED', 'DRIFTED', 'drift_detected', committedB],
    ['COMMITTED', 'ORPHANED', 'orphan_detected', committedB],
    ['PENDING', 'DRAFT', 'edit', pending],
    ['PENDING', 'COMMITTED', 'commit', pending],
    ['SYNCED', 'PENDING', 'git_sync', synced],
    ['DRIFTED', 'PENDING', 'git_sync', drifted],
    ['ORPHANED', 'SYNCED', 'reconciliation', orphaned],
    ['ORPHANED', 'PENDING', 'git_sync', orphaned],
  ];

  test.each(attempts)('%s → %s is refused with its explanation', (from, to, trigger, s) => {
    const explanation = INVALID_TRANSITIONS[from][to];
    expect(explanation).toBeTypeOf('string');
    expect(planTransition(s, trigger)).toMatchObject({
      kind: 'refusal',
      message: expect.stringContaining(`${explanation}`),
    });
  });
});

describe('what the caller must bring', () => {
  test('a refusal names what is missing of what the caller must bring', () => {
    const said = (trigger: Trigger, s: Situation) => {
      const result = planTransition(s, trigger);
      return result.kind === 'refusal' ? result.message : 'planned';
    };
    expect(said('commit', draft)).toBe('Cannot commit while DRAFT: nothing was pushed to Git yet');
    expect(said('edit', synced)).toBe('Cannot edit while SYNCED: no draft was given');
  });
});
