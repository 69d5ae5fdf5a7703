import type { KindProfile } from '../kind-profile.ts';

/** Server: source of each line hedgehog-kinds.md, section as named; weights B.9; fields part C. */
export const SERVER: KindProfile = {
  group: 'wiring.githedgehog.com',
  kind: 'Server',
  plural: 'servers',
  shortNames: ['srv'],
  versions: ['v1beta1'],
  layer: 'wiring',
  createOrder: 4,
  fields: {
    description: { weight: 'low' }, // B.9
    profile: { weight: 'low' }, // B.9; ignored by the fabric, A.2
  },
};
