import type { JsonObject } from '../kubernetes-object.ts';
import { describeKind } from '../testing/kind-rules.ts';

const apiVersion = 'gateway.githedgehog.com/v1alpha1';
const git = { interfaces: { enp2s1: {}, enp2s2: {} } };
const stored = {
  ...git,
  groups: [{ name: 'default' }],
  logs: { default: 'info', tags: { all: 'info' } },
  profiling: {},
  workers: 4,
};
const hydrated = {
  asn: 65534,
  protocolIP: '172.30.8.9/32',
  vtepIP: '172.30.12.9/32',
  vtepMAC: 'CA:FE:BA:BE:00:01',
  vtepMTU: 9000,
  neighbors: [{ ip: '172.30.128.1', asn: 65100 }],
};

describeKind({ apiVersion, kind: 'Gateway' }, [
  {
    rule: 'groups, logs and workers have defaults, whoever wrote them',
    git: { ...git, logs: {} },
    stored,
    installer: { groups: [], workers: 4 },
    edited: { ...stored, workers: 8, logs: { default: 'debug', tags: { all: 'info', x: 'trace' } } },
    hand: { workers: 8, logs: { default: '', tags: { x: '' } } },
    real: ['spec.workers', 'spec.logs.default', 'spec.logs.tags.x'],
    severity: 'medium',
  },
  {
    rule: 'groups are sorted by name and priority 0 is none',
    git: { ...git, groups: [{ name: 'b', priority: 10 }, { name: 'a' }] },
    stored: {
      ...stored,
      groups: [
        { name: 'a', priority: 0 },
        { name: 'b', priority: 10 },
      ],
    },
    edited: { ...stored, groups: [{ name: 'a' }, { name: 'b', priority: 20 }] },
    hand: { groups: [] },
    real: ['spec.groups[0].priority'],
    severity: 'high',
  },
  {
    rule: 'addresses and neighbors are the installer’s while Git is silent',
    git,
    stored: {
      ...stored,
      ...hydrated,
      interfaces: { enp2s1: { ips: ['10.0.0.1/31'], mtu: 9036 }, enp2s2: {} },
    },
    installer: { ...hydrated, interfaces: { enp2s1: { ips: [], mtu: 9036 } } },
    edited: { ...stored, ...hydrated, interfaces: { enp2s1: { ips: ['10.0.0.1/31'] }, enp2s2: {} } },
    hand: { vtepMTU: 9000, interfaces: { enp2s1: { ips: [] } } },
    real: ['spec.vtepMTU', 'spec.interfaces.enp2s1.ips'],
    severity: 'critical',
  },
  {
    rule: 'what Git leaves open of a neighbor is the installer’s',
    git: { ...git, neighbors: [{ ip: '172.30.128.1' }] },
    kept: git,
    stored: { ...stored, neighbors: [{ ip: '172.30.128.1', asn: 65100, source: 'enp2s1' }] },
    installer: { neighbors: [] },
    edited: { ...stored, neighbors: [{ ip: '172.30.128.1', asn: 65999 }] },
    hand: { neighbors: [] },
    real: ['spec.neighbors[0].asn'],
  },
  {
    rule: 'a MAC address has one spelling',
    git: { ...git, vtepMAC: 'ca-fe-ba-be-00-01' },
    stored: { ...stored, vtepMAC: 'CA:FE:BA:BE:00:01' },
    edited: { ...stored, vtepMAC: 'CA:FE:BA:BE:00:02' },
    hand: { vtepMAC: '' },
    real: ['spec.vtepMAC'],
  },
  {
    rule: 'an empty interface exists',
    git,
    stored,
    edited: { ...stored, interfaces: { enp2s1: {} } },
    hand: { interfaces: {} },
    real: ['spec.interfaces.enp2s2'],
    severity: 'high',
  },
  {
    rule: 'a rate limit is completed where there is one',
    git: { ...git, logs: { rateLimit: { burst: 100 } } },
    stored: { ...stored, logs: { ...stored.logs, rateLimit: { burst: 100, replenishPerSecond: 5 } } },
    edited: { ...stored, logs: { ...stored.logs, rateLimit: { burst: 100, replenishPerSecond: 9 } } },
    hand: { logs: { rateLimit: { replenishPerSecond: 9 } } },
    real: ['spec.logs.rateLimit.replenishPerSecond'],
    severity: 'low',
  },
]);

const nat = (value: JsonObject): JsonObject => ({
  peering: { a: { expose: [{ ips: [{ cidr: '10.0.0.0/24' }], nat: value }] }, b: {} },
});
const withNat = (value: JsonObject): JsonObject => ({ gatewayGroup: 'default', ...nat(value) });
const acl = (rules: JsonObject[], fallback = 'deny-unless-exposed'): JsonObject => ({
  ...withNat({}),
  acl: { default: fallback, rules },
});
const deny = { action: 'deny', from: 'a' };
const allow = { action: 'allow', from: 'a', match: { proto: 'tcp', dst: [{ ports: ['80', '443'] }] } };

describeKind({ apiVersion, kind: 'GatewayPeering' }, [
  {
    rule: 'the gateway group is default',
    git: nat({}),
    stored: withNat({}),
    edited: { ...nat({}), gatewayGroup: 'other' },
    hand: { gatewayGroup: '' },
    real: ['spec.gatewayGroup'],
    severity: 'high',
  },
  {
    rule: 'durations have one spelling',
    git: nat({ masquerade: { idleTimeout: '5m' } }),
    stored: withNat({ masquerade: { idleTimeout: '5m0s' } }),
    edited: withNat({ masquerade: { idleTimeout: '6m0s' } }),
    real: ['spec.peering.a.expose[0].nat.masquerade.idleTimeout'],
    severity: 'medium',
  },
  {
    rule: 'an idle timeout is two minutes where there is none',
    git: nat({ masquerade: {}, portForward: { idleTimeout: '0s', ports: [{ port: '80' }] } }),
    stored: withNat({
      masquerade: { idleTimeout: '2m0s' },
      portForward: { idleTimeout: '2m0s', ports: [{ port: '80' }] },
    }),
    edited: withNat({
      masquerade: { idleTimeout: '3m0s' },
      portForward: { idleTimeout: '2m0s', ports: [{ port: '81' }] },
    }),
    real: [
      'spec.peering.a.expose[0].nat.portForward.ports[0].port',
      'spec.peering.a.expose[0].nat.masquerade.idleTimeout',
    ],
    severity: 'critical',
  },
  {
    rule: 'static NAT says something although it is empty',
    git: nat({ static: {} }),
    stored: withNat({ static: {} }),
    edited: withNat({ masquerade: { idleTimeout: '2m0s' } }),
    real: ['spec.peering.a.expose[0].nat.static', 'spec.peering.a.expose[0].nat.masquerade'],
    severity: 'critical',
  },
  {
    rule: 'an ACL gets its default and its scopes',
    git: { ...nat({}), acl: { rules: [deny] } },
    stored: acl([{ ...deny, scope: 'flow', match: {} }]),
    edited: acl([{ ...deny, scope: 'packet', match: {} }], 'deny'),
    real: ['spec.acl.rules[0].scope', 'spec.acl.default'],
    severity: 'critical',
  },
  {
    rule: 'the order of ACL rules is their meaning, that of what they match is not',
    git: { ...nat({}), acl: { default: 'deny', rules: [allow, deny] } },
    stored: acl([{ ...allow, match: { proto: 'tcp', dst: [{ ports: ['443', '80'] }] } }, deny], 'deny'),
    edited: acl([deny, allow], 'deny'),
    real: [
      'spec.acl.rules[0].action',
      'spec.acl.rules[0].match.proto',
      'spec.acl.rules[0].match.dst',
      'spec.acl.rules[1].action',
      'spec.acl.rules[1].match.proto',
      'spec.acl.rules[1].match.dst',
    ],
    severity: 'critical',
  },
]);
