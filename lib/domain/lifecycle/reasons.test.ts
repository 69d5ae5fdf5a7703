import { expect, test } from 'vitest';
import { reasonFor } from './reasons.ts';
import { synced } from './testing/six-states.ts';

test.each([
  [0, ''],
  [1, ', but for 1 field hidden by rules'],
  [3, ', but for 3 fields hidden by rules'],
])('with %i hidden fields, a reason does not say that everything is equal', (hidden, exception) => {
  if (synced.comparison === null) throw new Error('nothing was compared');
  const situation = { ...synced, comparison: { ...synced.comparison, hidden } };
  const reasons = [
    reasonFor(3, 'git_sync', situation, {}),
    reasonFor(4, 'deployment', situation, {}),
    reasonFor(7, 'drift_resolved', situation, {}),
    reasonFor(null, 'first_sight', situation, {}),
  ];
  expect(reasons).toEqual([
    `Adopted: the cluster already has what Git now says${exception}`,
    `Deployed: the cluster has what Git says${exception}`,
    `The cluster has what Git says again${exception}`,
    `First seen in Git and in the cluster, equal${exception}`,
  ]);
});
