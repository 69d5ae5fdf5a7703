import { expect, test } from 'vitest';
import { compare } from '../../drift/compare.ts';
import { classes, inCluster, inGit, realPaths } from '../../drift/testing/live-object.ts';
import { describeKind } from '../testing/kind-rules.ts';

const type = { apiVersion: 'vpc.githedgehog.com/v1beta1', kind: 'VPCPeering' };

describeKind(type, [
  {
    rule: 'a null entry is an empty one',
    git: { permit: [{ 'vpc-1': null, 'vpc-2': null }] },
    stored: { permit: [{ 'vpc-1': {}, 'vpc-2': {} }] },
    edited: { permit: [{ 'vpc-1': { subnets: ['default'] }, 'vpc-2': {} }] },
    real: ['spec.permit[0].vpc-1.subnets'],
    severity: 'critical',
  },
  {
    rule: 'permit entries and their subnets have no order',
    git: {
      permit: [
        { a: { subnets: ['x', 'y'] }, b: {} },
        { a: { subnets: ['z'] }, b: { subnets: ['q'] } },
      ],
    },
    stored: {
      permit: [
        { a: { subnets: ['z'] }, b: { subnets: ['q'] } },
        { b: {}, a: { subnets: ['y', 'x'] } },
      ],
    },
    edited: {
      permit: [
        { a: { subnets: ['z'] }, b: { subnets: ['q', 'r'] } },
        { b: {}, a: { subnets: ['y', 'x'] } },
      ],
    },
    real: ['spec.permit[1].b.subnets[1]'],
  },
  {
    rule: 'an empty entry is not an absent one',
    git: { permit: [{ a: {}, b: {} }] },
    stored: { permit: [{ a: {}, b: {} }] },
    edited: { permit: [{ a: {} }] },
    real: ['spec.permit[0].b'],
  },
]);

test('a null entry that the server threw away is named to the author; one that a hand took out is drift', () => {
  const desired = inGit(type, { permit: [{ a: {}, b: null }] });
  const stored = { permit: [{ a: {} }] };
  const thrown = compare({ desired, actual: inCluster(type, stored, { deployer: stored }), schema: null });
  expect(classes(thrown)).toEqual({ 'spec.permit[0].b': 'dropped' });
  const taken = compare({ desired, actual: inCluster(type, stored, { hand: stored }), schema: null });
  expect(realPaths(taken)).toEqual(['spec.permit[0].b']);
});
