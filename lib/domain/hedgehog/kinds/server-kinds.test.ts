import { expect, test } from 'vitest';
import { compare } from '../../drift/compare.ts';
import { inCluster, inGit } from '../../drift/testing/live-object.ts';
import { describeKind } from '../testing/kind-rules.ts';

describeKind({ apiVersion: 'wiring.githedgehog.com/v1beta1', kind: 'Server' }, [
  {
    rule: 'a description is compared, and weighs little',
    git: { description: 'rack 1' },
    stored: { description: 'rack 1' },
    edited: { description: 'rack 2' },
    real: ['spec.description'],
    severity: 'low',
  },
  {
    rule: 'an empty description is none',
    git: { description: '' },
    stored: {},
    edited: { description: 'x' },
    real: ['spec.description'],
  },
]);

const empty = [
  ['wiring.githedgehog.com/v1beta1', 'SwitchGroup'],
  ['gateway.githedgehog.com/v1alpha1', 'GatewayGroup'],
] as const;

test.each(empty)('%s %s has an empty spec: existence is all there is', (apiVersion, kind) => {
  const type = { apiVersion, kind };
  const desired = inGit(type, {});
  const { metadata } = inCluster(type, {});
  expect(compare({ desired, actual: { ...type, metadata }, schema: null }).status).toBe('in_sync');
  expect(compare({ desired, actual: null, schema: null })).toMatchObject({
    status: 'desired_only',
    score: 1,
  });
  expect(compare({ desired: null, actual: inCluster(type, {}), schema: null })).toMatchObject({
    status: 'actual_only',
  });
});
