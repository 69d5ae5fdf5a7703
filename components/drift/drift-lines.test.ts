import { describe, expect, test } from 'vitest';
import type { DriftRow } from '#lib/contract/fabric-drift.ts';
import { ago } from '#lib/contract/testing/samples.ts';
import { driftLines, sideTexts, timesText } from './drift-lines.ts';

const row = (more: Partial<DriftRow> = {}): DriftRow => ({
  resourceId: 1,
  ordinal: 0,
  group: 'wiring.githedgehog.com',
  kind: 'Switch',
  namespace: 'default',
  name: 'leaf-03',
  state: 'DRIFTED',
  driftStatus: 'spec_drift',
  desiredStale: null,
  onset: ago(540),
  path: 'spec.asn',
  op: 'changed',
  class: 'real',
  desired: '65103',
  actual: '65199',
  weight: 'critical',
  writer: 'kubectl-edit',
  reason: 'kubectl-edit changed it',
  times: 1,
  flapping: false,
  grouped: { key: '', differences: 3, resources: 2 },
  ...more,
});
const inGroup = (key: string, differences = 1) => row({ grouped: { key, differences, resources: 1 } });

describe('the lines of a fabric’s drift', () => {
  test('are the differences alone where nothing is grouped', () => {
    const lines = driftLines([row(), row()], { group: null });
    expect(lines.map((line) => (line.kind === 'difference' ? line.index : line.title))).toEqual([0, 1]);
  });

  test('have a head where a group begins', () => {
    const lines = driftLines([inGroup('a', 2), inGroup('a', 2), inGroup('b')], { group: 'kind' });
    expect(lines.map((line) => (line.kind === 'group' ? `${line.title}: ${line.note}` : line.index))).toEqual(
      ['a: 2 differences in 1 resource', 0, 1, 'b: 1 difference in 1 resource', 2],
    );
  });

  test.each([
    ['writer', 'No writer known', '1 difference in 1 resource'],
    ['field', 'The whole object', '1 difference in 1 resource'],
  ] as const)('name what has no %s', (group, title, note) => {
    expect(driftLines([inGroup('')], { group })[0]).toMatchObject({
      kind: 'group',
      title,
      note,
      mono: false,
    });
  });
});

test('a whole object is there or not; a field has a value or none', () => {
  expect(sideTexts(row())).toEqual({ git: '65103', cluster: '65199' });
  expect(sideTexts(row({ desired: null }))).toEqual({ git: '–', cluster: '65199' });
  const whole = { path: '', desired: null, actual: null };
  expect(sideTexts(row({ ...whole, op: 'missing_in_cluster' }))).toEqual({
    git: 'declared',
    cluster: 'absent',
  });
  expect(sideTexts(row({ ...whole, op: 'only_in_cluster' }))).toEqual({ git: '–', cluster: 'present' });
});

test('how often is said from the second time on', () => {
  expect([0, 1, 2, 3, 11].map(timesText)).toEqual([
    null,
    null,
    'second time in 30 days',
    'third time in 30 days',
    '11. time in 30 days',
  ]);
});
