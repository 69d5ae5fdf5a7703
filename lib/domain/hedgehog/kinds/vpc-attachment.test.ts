import { expect, test } from 'vitest';
import { compare } from '../../drift/compare.ts';
import { inCluster, inGit, realPaths } from '../../drift/testing/live-object.ts';
import { describeKind } from '../testing/kind-rules.ts';

const type = { apiVersion: 'vpc.githedgehog.com/v1beta1', kind: 'VPCAttachment' };
const spec = { connection: 'c', subnet: 'vpc-1/default' };
const P2P = 'fabric.githedgehog.com/p2p-link';

describeKind(type, [
  {
    rule: 'a VPC alone means its default subnet',
    git: { connection: 'c', subnet: 'vpc-1' },
    stored: spec,
    edited: { ...spec, subnet: 'vpc-1/storage' },
    hand: { subnet: '' },
    real: ['spec.subnet'],
    severity: 'critical',
  },
  {
    rule: 'nativeVLAN: false is absent',
    git: { ...spec, nativeVLAN: false },
    stored: spec,
    edited: { ...spec, nativeVLAN: true },
    hand: { nativeVLAN: true },
    real: ['spec.nativeVLAN'],
    severity: 'high',
  },
  {
    rule: 'the connection is compared as it is',
    git: spec,
    stored: spec,
    edited: { ...spec, connection: 'd' },
    hand: { connection: '' },
    real: ['spec.connection'],
    severity: 'critical',
  },
]);

const annotated = (value: string | null) =>
  value === null ? {} : { annotations: { [P2P]: value, note: 'n' } };
const byHand = {
  managedFields: [
    { manager: 'kubectl-edit', fieldsV1: { 'f:metadata': { 'f:annotations': { [`f:${P2P}`]: {} } } } },
  ],
};

test('the annotation that configures is compared, in both directions', () => {
  const taken = compare({
    desired: inGit(type, spec, annotated('a')),
    actual: inCluster(type, spec),
    schema: null,
  });
  expect(realPaths(taken)).toEqual([`metadata.annotations["${P2P}"]`, 'metadata.annotations.note']);
  expect(taken.worst?.weight).toBe('high');
  const put = compare({
    desired: inGit(type, spec),
    actual: inCluster(type, spec, {}, { ...annotated('a'), ...byHand }),
    schema: null,
  });
  expect(realPaths(put)).toEqual([`metadata.annotations["${P2P}"]`]);
  expect(put.worst).toMatchObject({ op: 'only_in_cluster', writer: { manager: 'kubectl-edit' } });
});

test('an annotation that configures and that no hand wrote is no drift while Git is silent', () => {
  const actual = inCluster(type, spec, {}, annotated('a'));
  expect(compare({ desired: inGit(type, spec), actual, schema: null }).status).toBe('in_sync');
});
