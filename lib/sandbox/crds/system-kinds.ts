import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { anything, bool, defineKind, int, list, mapOf, section, text } from './schema-builder.ts';

/** What the fabric itself writes, as far as the sandbox shows it. */
export const SYSTEM_KINDS: JsonObject[] = [
  defineKind('wiring.githedgehog.com/v1beta1', {
    kind: 'SwitchProfile',
    plural: 'switchprofiles',
    shortNames: ['sp'],
    spec: anything,
    status: anything,
  }),
  defineKind('agent.githedgehog.com/v1beta1', {
    kind: 'Agent',
    plural: 'agents',
    shortNames: ['ag'],
    spec: anything,
    status: anything,
  }),
  defineKind('dhcp.githedgehog.com/v1beta1', {
    kind: 'DHCPSubnet',
    plural: 'dhcpsubnets',
    shortNames: ['dhcp'],
    spec: section({
      advertisedRoutes: list(section({ destination: text(), gateway: text() })),
      cidrBlock: text(),
      circuitID: text(),
      defaultURL: text(),
      disableDefaultRoute: bool,
      dnsServers: list(text()),
      endIP: text(),
      gateway: text(),
      interfaceMTU: int(),
      leaseTimeSeconds: int(),
      pxeURL: text(),
      startIP: text(),
      static: mapOf(section({ 'ip!': text() })),
      subnet: text(),
      timeServers: list(text()),
      vrf: text(),
    }),
    status: anything,
  }),
  defineKind('gateway.githedgehog.com/v1alpha1', {
    kind: 'VPCInfo',
    plural: 'vpcinfos',
    shortNames: ['gwvpc'],
    spec: anything,
    status: section({ internalID: text() }),
  }),
];
