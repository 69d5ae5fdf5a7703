import { describe, expect, test } from 'vitest';
import type { RuleEffect } from '../drift/rule-effect.ts';
import { reasonFor } from './reasons.ts';
import { drifted, synced } from './testing/six-states.ts';

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

describe('a rule that is the cause is named, with its reason and who added it', () => {
  const rule = {
    id: '7',
    kind: null,
    namePattern: null,
    path: 'spec.description',
    manager: null,
    reason: 'migrating',
    author: 'ines',
    expiresAt: null,
  };
  const effect = (more: Partial<RuleEffect>): RuleEffect => ({ hides: [], releases: [], ...more });

  test('where it hides the drift, which has not ended', () => {
    const other = { ...rule, id: '9', reason: 'tried' };
    const hides = [
      { rule, fields: 1 },
      { rule: other, fields: 2 },
    ];
    expect(reasonFor(7, 'drift_resolved', { ...synced, ruleEffect: effect({ hides }) }, {})).toBe(
      'Not counted as drift any more: rule 7 (ines: migrating) hides 1 field; rule 9 (ines: tried) hides 2 fields',
    );
  });

  test.each([
    ['jo', 'was removed by jo'],
    [null, 'has expired'],
  ])('where it ended (%s), which is no new drift', (removedBy, end) => {
    const releases = [{ rule: { ...rule, removedBy }, fields: 1 }];
    const reason = reasonFor(6, 'drift_detected', { ...drifted, ruleEffect: effect({ releases }) }, {});
    expect(reason).toMatch(
      `Counts as drift again: rule 7 (ines: migrating) ${end} and hid 1 field; spec.description `,
    );
  });
});
