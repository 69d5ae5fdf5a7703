import type { KindProfile } from '../kind-profile.ts';

/** GatewayGroup: its spec is always empty (hedgehog-kinds.md A.1); the one named `default` is the controller's (B.7). */
export const GATEWAY_GROUP: KindProfile = {
  group: 'gateway.githedgehog.com',
  kind: 'GatewayGroup',
  plural: 'gatewaygroups',
  shortNames: ['gwgr'],
  versions: ['v1alpha1'],
  layer: 'wiring',
  createOrder: 12,
  fields: {},
};
