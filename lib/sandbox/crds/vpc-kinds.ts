import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { bool, defineKind, int, list, mapOf, section, text } from './schema-builder.ts';

const VPC_API = 'vpc.githedgehog.com/v1beta1';

const dhcpOptions = section({
  advertisedRoutes: list(section({ destination: text(), gateway: text() })),
  disableDefaultRoute: bool,
  dnsServers: list(text()),
  'interfaceMTU!': int(),
  'leaseTimeSeconds!': int(),
  pxeURL: text(),
  timeServers: list(text()),
});

const subnet = section({
  dhcp: section({
    enable: bool,
    options: dhcpOptions,
    range: section({ start: text(), end: text() }),
    relay: text(),
    relayVPC: text(),
    static: mapOf(section({ 'ip!': text() })),
  }),
  gateway: text(),
  hostBGP: bool,
  isolated: bool,
  restricted: bool,
  subnet: text(),
  vlan: int(),
});

const tcpFlags = [
  'ack',
  'established',
  'fin',
  'notAck',
  'notFin',
  'notPsh',
  'notRst',
  'notSyn',
  'notUrg',
  'psh',
];

const aclStatement = section({
  'action!': text(),
  'dstPrefix!': text(),
  icmpCode: int(),
  icmpType: int(),
  portRangeBegin: int(),
  portRangeEnd: int(),
  'protocol!': text(),
  'seq!': int(),
  'srcPrefix!': text(),
  tcpFilters: section(Object.fromEntries([...tcpFlags, 'rst', 'syn', 'urg'].map((flag) => [flag, bool]))),
});

const upTo = (maxItems: number): JsonObject => ({ minItems: 1, maxItems });

export const VPC_KINDS: JsonObject[] = [
  defineKind(VPC_API, {
    kind: 'VPC',
    plural: 'vpcs',
    spec: section({
      defaultIsolated: bool,
      defaultRestricted: bool,
      ipv4Namespace: text(),
      mode: text(),
      permit: list(list(text())),
      staticRoutes: list(section({ nextHops: list(text()), prefix: text() })),
      subnets: mapOf(subnet),
      vlanNamespace: text(),
    }),
  }),
  defineKind(VPC_API, {
    kind: 'VPCAttachment',
    plural: 'vpcattachments',
    shortNames: ['vpcattach'],
    spec: section({ connection: text(), nativeVLAN: bool, subnet: text() }),
  }),
  defineKind(VPC_API, {
    kind: 'VPCPeering',
    plural: 'vpcpeerings',
    shortNames: ['vpcpeer'],
    spec: section({
      permit: list(mapOf(section({ subnets: list(text(), upTo(10)) })), upTo(10)),
      remote: text(),
    }),
  }),
  defineKind(VPC_API, {
    kind: 'External',
    plural: 'externals',
    shortNames: ['ext'],
    spec: section({
      inboundCommunity: text(),
      ipv4Namespace: text(),
      outboundCommunity: text(),
      static: section({ prefixes: list(text()) }),
    }),
  }),
  defineKind(VPC_API, {
    kind: 'ExternalAttachment',
    plural: 'externalattachments',
    shortNames: ['extattach'],
    spec: section({
      connection: text(),
      external: text(),
      inboundACL: section({ statements: list(aclStatement) }),
      'neighbor!': section({ asn: int(), ip: text() }),
      static: section({ ip: text(), proxy: bool, 'remoteIP!': text(), vlan: int() }),
      'switch!': section({ ip: text(), vlan: int() }),
    }),
  }),
  defineKind(VPC_API, {
    kind: 'ExternalPeering',
    plural: 'externalpeerings',
    shortNames: ['extpeering', 'extpeer'],
    spec: section({
      permit: section({
        external: section({ name: text(), prefixes: list(section({ prefix: text() })) }),
        vpc: section({ name: text(), subnets: list(text()) }),
      }),
    }),
  }),
  defineKind(VPC_API, {
    kind: 'IPv4Namespace',
    plural: 'ipv4namespaces',
    shortNames: ['ipns'],
    spec: section({ subnets: list(text(), upTo(20)) }),
  }),
];
