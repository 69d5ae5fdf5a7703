import type { KindProfile } from '../kind-profile.ts';

/** VPCPeering: source of each line hedgehog-kinds.md, section as named; weights B.9; fields part C. */
export const VPC_PEERING: KindProfile = {
  group: 'vpc.githedgehog.com',
  kind: 'VPCPeering',
  plural: 'vpcpeerings',
  shortNames: ['vpcpeer'],
  versions: ['v1beta1'],
  layer: 'user',
  createOrder: 8,
  fields: {
    permit: { list: 'set', weight: 'critical' }, // order-free in meaning, B.8
    'permit[].*': {}, // an entry by name: `vpc-1: {}` and `vpc-1:` mean all its subnets, B.2, B.3
    'permit[].*.subnets': { list: 'set' }, // order-free in meaning, B.8
    remote: { weight: 'critical' },
  },
};
