import type { KindProfile } from '../kind-profile.ts';
import { cidr, ip, mac } from '../spellings.ts';

/** Gateway: source of each line hedgehog-kinds.md, section as named; weights B.9; fields part C. */
export const GATEWAY: KindProfile = {
  group: 'gateway.githedgehog.com',
  kind: 'Gateway',
  plural: 'gateways',
  shortNames: ['gw'],
  versions: ['v1alpha1'],
  layer: 'wiring',
  createOrder: 13,
  fields: {
    asn: { hydrated: true, weight: 'critical' }, // B.5
    protocolIP: { hydrated: true, spelling: cidr, weight: 'critical' }, // B.5
    vtepIP: { hydrated: true, spelling: cidr, weight: 'critical' }, // B.5
    vtepMAC: { hydrated: true, spelling: mac, weight: 'critical' }, // B.5
    vtepMTU: { hydrated: true, weight: 'medium' }, // B.5
    groups: { default: [{ name: 'default' }], list: ['name'], weight: 'high' }, // sorted by name, B.2
    'groups[].name': {},
    'groups[].priority': {},
    interfaces: { weight: 'high' }, // by name: an empty entry is an interface, B.3
    'interfaces.*.ips': { hydrated: true, list: 'set', weight: 'critical' }, // B.5
    'interfaces.*.ips[]': { spelling: cidr },
    'interfaces.*.mtu': { hydrated: true, weight: 'medium' }, // B.5
    'interfaces.*.kernel': {},
    'interfaces.*.pci': {},
    neighbors: { hydrated: true, list: ['ip'], weight: 'critical' }, // B.5
    'neighbors[].ip': { hydrated: true, spelling: ip }, // B.5
    'neighbors[].asn': { hydrated: true }, // B.5
    'neighbors[].source': { hydrated: true }, // B.5
    logs: { always: true, weight: 'low' }, // a struct, B.3
    'logs.default': { default: 'info' }, // B.2
    'logs.tags': { default: { all: 'info' } }, // B.2
    'logs.tags.*': {},
    'logs.rateLimit.burst': { default: 50 }, // B.2; filled only where rateLimit stands
    'logs.rateLimit.replenishPerSecond': { default: 5 }, // B.2; filled only where rateLimit stands
    'profiling.enabled': { weight: 'low' },
    workers: { default: 4, weight: 'medium' }, // B.2
    flowTableCapacity: { weight: 'medium' },
  },
};
