import type { KindProfile } from '../kind-profile.ts';
import { cidr } from '../spellings.ts';

/** IPv4Namespace: source of each line hedgehog-kinds.md, section as named; weights B.9; fields part C. */
export const IPV4_NAMESPACE: KindProfile = {
  group: 'vpc.githedgehog.com',
  kind: 'IPv4Namespace',
  plural: 'ipv4namespaces',
  shortNames: ['ipns'],
  versions: ['v1beta1'],
  layer: 'wiring',
  createOrder: 1,
  fields: {
    subnets: { list: 'set', weight: 'critical' }, // sorted, B.2
    'subnets[]': { spelling: cidr },
  },
};
