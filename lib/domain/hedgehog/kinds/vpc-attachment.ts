import type { KindProfile } from '../kind-profile.ts';
import { vpcSubnet } from '../spellings.ts';

/** VPCAttachment: source of each line hedgehog-kinds.md, section as named; weights B.9; fields part C. */
export const VPC_ATTACHMENT: KindProfile = {
  group: 'vpc.githedgehog.com',
  kind: 'VPCAttachment',
  plural: 'vpcattachments',
  shortNames: ['vpcattach'],
  versions: ['v1beta1'],
  layer: 'user',
  createOrder: 7,
  configuringAnnotations: ['fabric.githedgehog.com/p2p-link'], // B.4
  fields: {
    connection: { weight: 'critical' }, // B.9
    subnet: { spelling: vpcSubnet, weight: 'critical' }, // `vpc` -> `vpc/default`, B.2
    nativeVLAN: { weight: 'high' }, // B.9
  },
};
