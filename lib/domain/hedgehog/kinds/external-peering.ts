import type { KindProfile } from '../kind-profile.ts';
import { cidr } from '../spellings.ts';

/** ExternalPeering: source of each line hedgehog-kinds.md, section as named; weights B.9; fields part C. */
export const EXTERNAL_PEERING: KindProfile = {
  group: 'vpc.githedgehog.com',
  kind: 'ExternalPeering',
  plural: 'externalpeerings',
  shortNames: ['extpeering', 'extpeer'],
  versions: ['v1beta1'],
  layer: 'user',
  createOrder: 11,
  fields: {
    permit: { weight: 'critical' }, // B.9
    'permit.vpc.name': {},
    'permit.vpc.subnets': { list: 'set' }, // sorted, B.2
    'permit.external.name': {},
    'permit.external.prefixes': { list: ['prefix'] }, // sorted by prefix, B.2
    'permit.external.prefixes[].prefix': { spelling: cidr },
  },
};
