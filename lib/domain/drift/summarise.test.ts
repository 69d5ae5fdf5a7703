import { expect, test } from 'vitest';
import { compare } from './compare.ts';
import { summarise } from './summarise.ts';
import { inCluster, inGit } from './testing/live-object.ts';

const type = { apiVersion: 'wiring.githedgehog.com/v1beta1', kind: 'Switch' };
const line = (git: object, live: object) => {
  const sides = {
    desired: inGit(type, JSON.parse(JSON.stringify(git))),
    actual: inCluster(type, JSON.parse(JSON.stringify(live)), { hand: JSON.parse(JSON.stringify(live)) }),
  };
  return summarise('key', compare({ ...sides, schema: null }));
};

test.each([
  [{ asn: 1 }, { asn: 2 }, 'spec.asn 1 → 2', 'kubectl-edit'],
  [{ role: 'spine' }, {}, 'spec.role spine is not in the cluster', null],
  [{}, { roce: true }, 'spec.roce true is not in Git', 'kubectl-edit'],
  [
    { portSpeeds: { 'E1/1': '1G' } },
    { portSpeeds: { 'E1/1': '2G' } },
    'spec.portSpeeds["E1/1"] 1G → 2G',
    'kubectl-edit',
  ],
])('%j against %j reads %s', (git, live, first, writer) => {
  expect(line(git, live)).toMatchObject({ key: 'key', first, writer, realCount: 1 });
});

test('a long value is cut, and without a difference there is no line', () => {
  expect(line({ description: 'x'.repeat(500) }, { description: 'y' }).first?.length).toBeLessThan(120);
  expect(line({}, {})).toMatchObject({ first: null, writer: null, realCount: 0, severity: 'none' });
});
