import type { KindProfile } from '../kind-profile.ts';
import { cidr, duration } from '../spellings.ts';

/** GatewayPeering: source of each line hedgehog-kinds.md, section as named; weights B.9; fields part C. */
export const GATEWAY_PEERING: KindProfile = {
  group: 'gateway.githedgehog.com',
  kind: 'GatewayPeering',
  plural: 'gatewaypeerings',
  shortNames: ['gwpeer'],
  versions: ['v1alpha1'],
  layer: 'user',
  createOrder: 14,
  fields: {
    gatewayGroup: { default: 'default', weight: 'high' }, // B.2
    peering: { weight: 'critical' }, // B.9
    'peering.*.expose': { list: 'ordered' },
    'peering.*.expose[].default': {},
    'peering.*.expose[].ips': { list: 'ordered' },
    'peering.*.expose[].ips[].cidr': { spelling: cidr },
    'peering.*.expose[].ips[].not': { spelling: cidr },
    'peering.*.expose[].ips[].vpcSubnet': {},
    'peering.*.expose[].as': { list: 'ordered' },
    'peering.*.expose[].as[].cidr': { spelling: cidr },
    'peering.*.expose[].as[].not': { spelling: cidr },
    'peering.*.expose[].nat.static': { empty: 'matters' }, // B.3
    'peering.*.expose[].nat.masquerade': { empty: 'matters' }, // choosing it is the statement, as with static
    'peering.*.expose[].nat.masquerade.idleTimeout': {
      default: '2m0s',
      spelling: duration,
      weight: 'medium',
    }, // B.2
    'peering.*.expose[].nat.portForward': { empty: 'matters' }, // choosing it is the statement, as with static
    'peering.*.expose[].nat.portForward.idleTimeout': {
      default: '2m0s',
      spelling: duration,
      weight: 'medium',
    }, // B.2
    'peering.*.expose[].nat.portForward.ports': { list: 'ordered' },
    'peering.*.expose[].nat.portForward.ports[].as': {},
    'peering.*.expose[].nat.portForward.ports[].port': {},
    'peering.*.expose[].nat.portForward.ports[].proto': {},
    acl: { weight: 'critical' }, // B.9
    'acl.default': { default: 'deny-unless-exposed' }, // B.2
    'acl.rules': { list: 'ordered' }, // first match wins, B.8
    'acl.rules[].scope': { default: 'flow' }, // B.2
    'acl.rules[].name': { weight: 'low' },
    'acl.rules[].log': { weight: 'low' },
    'acl.rules[].action': {},
    'acl.rules[].from': {},
    'acl.rules[].to': {},
    'acl.rules[].match.proto': {},
    'acl.rules[].match.src': { list: 'set' }, // a match on any of them
    'acl.rules[].match.src[].cidr': { spelling: cidr },
    'acl.rules[].match.src[].vpcSubnet': {},
    'acl.rules[].match.src[].ports': { list: 'set' }, // a match on any of them
    'acl.rules[].match.dst': { list: 'set' }, // a match on any of them
    'acl.rules[].match.dst[].cidr': { spelling: cidr },
    'acl.rules[].match.dst[].vpcSubnet': {},
    'acl.rules[].match.dst[].ports': { list: 'set' }, // a match on any of them
  },
};
