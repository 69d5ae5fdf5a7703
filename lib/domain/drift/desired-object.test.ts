import { expect, test } from 'vitest';
import { desiredObject } from './desired-object.ts';

test('the content is the stored one, the names are the resource’s own', () => {
  const stored = {
    apiVersion: 'wiring.githedgehog.com/v1beta1',
    kind: 'SwitchGroup',
    metadata: { name: 'pair-1', labels: { row: '7' } },
    spec: {},
  };
  const edge = { group: 'gateway.githedgehog.com', kind: 'GatewayGroup', namespace: 'default', name: 'edge' };
  expect(desiredObject(stored, edge, 'gateway.githedgehog.com/v1alpha1')).toEqual({
    apiVersion: 'gateway.githedgehog.com/v1alpha1',
    kind: 'GatewayGroup',
    metadata: { namespace: 'default', name: 'edge', labels: { row: '7' } },
    spec: {},
  });
});
