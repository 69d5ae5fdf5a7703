import { expect, test } from 'vitest';
import { shownDrift } from './shown-drift.ts';
import {
  ago,
  fabricSummary,
  gitReading,
  heldRevision,
  kindDrift,
  kindReading,
  kindSummary,
  NOW,
  stateCounts,
} from './testing/samples.ts';

const vpcs = kindSummary({
  counts: stateCounts({ SYNCED: 7, DRIFTED: 2 }),
  drift: kindDrift({ differences: 3, resources: 2, hidden: 1, worst: 'critical' }),
});
const switches = kindSummary({
  kind: 'Switch',
  counts: stateCounts({ SYNCED: 3, ORPHANED: 1 }),
  drift: kindDrift({ differences: 1, resources: 1, worst: 'high' }),
});

test('what is proven adds up, and the worst of it is the worst', () => {
  expect(shownDrift(fabricSummary({ kinds: [vpcs, switches] }), NOW)).toEqual({
    differences: 4,
    resources: 3,
    hidden: 1,
    worst: 'critical',
    unknown: 0,
    total: 13,
  });
});

test('of a kind that is silent nothing is said, however bad it was', () => {
  const silent = { ...vpcs, reading: kindReading({ observedThrough: ago(400) }) };
  expect(shownDrift(fabricSummary({ kinds: [silent, switches] }), NOW)).toMatchObject({
    differences: 1,
    worst: 'high',
    unknown: 9,
    total: 13,
  });
});

test('while a revision is held nothing is said once its interval has passed', () => {
  const held = (age: number) => gitReading({ held: heldRevision(), readAt: ago(age) });
  const shown = (age: number) => shownDrift(fabricSummary({ kinds: [vpcs, switches], git: held(age) }), NOW);
  expect(shown(59)).toMatchObject({ differences: 4, unknown: 0, worst: 'critical' });
  expect(shown(61)).toEqual({
    differences: 0,
    resources: 0,
    hidden: 0,
    worst: 'unknown',
    unknown: 13,
    total: 13,
  });
});

test('one that could not be compared is unknown beside those that could', () => {
  const some = kindSummary({ drift: kindDrift({ uncompared: 1 }) });
  expect(shownDrift(fabricSummary({ kinds: [some] }), NOW)).toMatchObject({ unknown: 1, worst: 'unknown' });
  expect(shownDrift(fabricSummary(), NOW)).toMatchObject({ unknown: 0, worst: 'none' });
});
