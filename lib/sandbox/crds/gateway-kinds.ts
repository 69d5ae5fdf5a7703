import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { bool, defineKind, emptySection, int, list, mapOf, oneOf, section, text } from './schema-builder.ts';

const GATEWAY_API = 'gateway.githedgehog.com/v1alpha1';

const count = int({ minimum: 0 });

const gatewaySpec = section({
  asn: int(),
  flowTableCapacity: int(),
  groups: list(section({ name: text(), priority: int() })),
  interfaces: mapOf(section({ ips: list(text()), kernel: text(), mtu: int(), pci: text() })),
  logs: section({
    default: text(),
    rateLimit: section({ burst: count, replenishPerSecond: count }),
    tags: mapOf(text()),
  }),
  neighbors: list(section({ asn: int(), ip: text(), source: text() })),
  profiling: section({ enabled: bool }),
  protocolIP: text(),
  vtepIP: text(),
  vtepMAC: text(),
  vtepMTU: int(),
  workers: int(),
});

const aclEnds = list(section({ cidr: text(), ports: list(text()), vpcSubnet: text() }));

const aclRule = section({
  'action!': oneOf('deny', 'allow'),
  from: text(),
  log: bool,
  match: section({ dst: aclEnds, proto: text(), src: aclEnds }),
  name: text(),
  scope: oneOf('flow', 'packet', ''),
  to: text(),
});

const portForward = section({ as: text(), port: text(), proto: oneOf('tcp', 'udp', '') });

const expose = section({
  as: list(section({ cidr: text(), not: text() })),
  default: bool,
  ips: list(section({ cidr: text(), not: text(), vpcSubnet: text() })),
  nat: section({
    masquerade: section({ idleTimeout: text() }),
    portForward: section({ idleTimeout: text(), ports: list(portForward) }),
    static: emptySection,
  }),
});

export const GATEWAY_KINDS: JsonObject[] = [
  defineKind(GATEWAY_API, {
    kind: 'GatewayGroup',
    plural: 'gatewaygroups',
    shortNames: ['gwgr'],
    spec: emptySection,
  }),
  defineKind(GATEWAY_API, { kind: 'Gateway', plural: 'gateways', shortNames: ['gw'], spec: gatewaySpec }),
  defineKind(GATEWAY_API, {
    kind: 'GatewayPeering',
    plural: 'gatewaypeerings',
    shortNames: ['gwpeer'],
    spec: section({
      acl: section({ 'default!': oneOf('deny', 'deny-unless-exposed', ''), rules: list(aclRule) }),
      gatewayGroup: text(),
      peering: mapOf(section({ expose: list(expose) })),
    }),
  }),
];
