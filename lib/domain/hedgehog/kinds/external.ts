import type { KindProfile } from '../kind-profile.ts';
import { cidr } from '../spellings.ts';

/** External: source of each line hedgehog-kinds.md, section as named; weights B.9; fields part C. */
export const EXTERNAL: KindProfile = {
  group: 'vpc.githedgehog.com',
  kind: 'External',
  plural: 'externals',
  shortNames: ['ext'],
  versions: ['v1beta1'],
  layer: 'user',
  createOrder: 9,
  fields: {
    ipv4Namespace: { default: 'default', weight: 'critical' }, // B.2
    inboundCommunity: { weight: 'critical' }, // B.9
    outboundCommunity: { weight: 'critical' }, // B.9
    static: { weight: 'critical' },
    'static.prefixes': { list: 'set' }, // routes have no order
    'static.prefixes[]': { spelling: cidr },
  },
};
