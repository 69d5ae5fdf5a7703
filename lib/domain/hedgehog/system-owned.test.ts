import { expect, test } from 'vitest';
import type { KubernetesObject } from './kubernetes-object.ts';
import { isSystemKind, isSystemOwned } from './system-owned.ts';

const identity = (group: string, kind: string, name = 'x') => ({ group, kind, namespace: 'default', name });

test.each([
  ['agent.githedgehog.com', 'Agent'],
  ['agent.githedgehog.com', 'Catalog'],
  ['dhcp.githedgehog.com', 'DHCPSubnet'],
  ['gateway.githedgehog.com', 'VPCInfo'],
  ['gwint.githedgehog.com', 'GatewayAgent'],
  ['wiring.githedgehog.com', 'SwitchProfile'],
  ['wiring.githedgehog.com', 'ServerProfile'],
  ['fabricator.githedgehog.com', 'Fabricator'],
])('%s %s is the system’s', (group, kind) => {
  expect(isSystemOwned(identity(group, kind))).toBe(true);
  expect(isSystemKind(group, kind)).toBe(true);
  expect(isSystemOwned(identity('other.example.com', kind))).toBe(false);
});

test('of the gateway groups only the default one is the controller’s', () => {
  expect(isSystemOwned(identity('gateway.githedgehog.com', 'GatewayGroup', 'default'))).toBe(true);
  expect(isSystemOwned(identity('gateway.githedgehog.com', 'GatewayGroup', 'gold'))).toBe(false);
  expect(isSystemKind('gateway.githedgehog.com', 'GatewayGroup')).toBe(false);
});

test('an object with an owner is never an orphan; one without is', () => {
  const vpc: KubernetesObject = {
    apiVersion: 'vpc.githedgehog.com/v1beta1',
    kind: 'VPC',
    metadata: { name: 'v' },
  };
  expect(isSystemOwned(vpc)).toBe(false);
  expect(isSystemOwned({ ...vpc, metadata: { name: 'v', ownerReferences: [] } })).toBe(false);
  expect(isSystemOwned({ ...vpc, metadata: { name: 'v', ownerReferences: [{ kind: 'X' }] } })).toBe(true);
  expect(isSystemOwned({ ...vpc, apiVersion: 'agent.githedgehog.com/v1beta1', kind: 'Agent' })).toBe(true);
});
