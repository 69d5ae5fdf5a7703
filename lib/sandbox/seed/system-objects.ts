import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';

function switchProfile(name: string, displayName: string, ports: number): JsonObject {
  const names = Array.from({ length: ports }, (_, index) => [
    `E1/${index + 1}`,
    { label: String(index + 1) },
  ]);
  return {
    apiVersion: 'wiring.githedgehog.com/v1beta1',
    kind: 'SwitchProfile',
    metadata: { name, namespace: 'default' },
    spec: {
      displayName,
      features: { eslag: true, l2vni: true, l3vni: true, roce: true },
      ports: Object.fromEntries(names),
    },
  };
}

/** What the fabric's own controllers have made before anybody deploys. */
export const SYSTEM_OBJECTS: JsonObject[] = [
  switchProfile('dell-s5232f-on', 'Dell S5232F-ON', 32),
  switchProfile('dell-s5248f-on', 'Dell S5248F-ON', 56),
  {
    apiVersion: 'gateway.githedgehog.com/v1alpha1',
    kind: 'GatewayGroup',
    metadata: { name: 'default', namespace: 'default' },
    spec: {},
  },
];
