import type { KindProfile } from '../kind-profile.ts';

/** SwitchGroup: its spec is always empty and it has no webhook (hedgehog-kinds.md A.1, B.2). */
export const SWITCH_GROUP: KindProfile = {
  group: 'wiring.githedgehog.com',
  kind: 'SwitchGroup',
  plural: 'switchgroups',
  shortNames: ['sg'],
  versions: ['v1beta1'],
  layer: 'wiring',
  createOrder: 2,
  fields: {},
};
