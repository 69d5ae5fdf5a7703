import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, objectAt, stringAt } from '../json-value.ts';
import { apiVersionOfKind, type FabricObjects, specOf } from './fabric-objects.ts';

/** The DHCP server's part of every subnet with DHCP, as the fabric's controller makes it from a VPC. */
export function dhcpSubnets(objects: FabricObjects): JsonObject[] {
  return [...objects.of('VPC')].flatMap(([vpc, object]) =>
    Object.entries(objectAt(object, 'spec', 'subnets') ?? {}).flatMap(([name, subnet]) => {
      const dhcp = objectAt(subnet, 'dhcp');
      return dhcp?.enable === true && isJsonObject(subnet) ? [dhcpSubnet(vpc, name, subnet, dhcp)] : [];
    }),
  );
}

function dhcpSubnet(vpc: string, name: string, subnet: JsonObject, dhcp: JsonObject): JsonObject {
  const options = objectAt(dhcp, 'options') ?? {};
  const labels = { 'fabric.githedgehog.com/vpc': vpc, 'fabric.githedgehog.com/subnet': name };
  return {
    apiVersion: apiVersionOfKind('DHCPSubnet'),
    kind: 'DHCPSubnet',
    metadata: { name: `${vpc}--${name}`, namespace: 'default', labels },
    spec: {
      subnet: `${vpc}/${name}`,
      cidrBlock: subnet.subnet ?? '',
      gateway: subnet.gateway ?? '',
      startIP: stringAt(dhcp, 'range', 'start') ?? '',
      endIP: stringAt(dhcp, 'range', 'end') ?? '',
      vrf: `VrfV${vpc}`,
      circuitID: `Vlan${subnet.vlan ?? 0}`,
      dnsServers: options.dnsServers ?? [],
      timeServers: options.timeServers ?? [],
      interfaceMTU: options.interfaceMTU ?? 9036,
      leaseTimeSeconds: options.leaseTimeSeconds ?? 3600,
    },
  };
}

/** What the gateways are told of every VPC and External. */
export function vpcInfos(objects: FabricObjects): JsonObject[] {
  const owners = [
    ...[...objects.of('VPC')].map(([name, owner]) => ({ name, owner })),
    ...[...objects.of('External')].map(([name, owner]) => ({ name: `ext.${name}`, owner })),
  ];
  return owners.map(({ name, owner }) => ({
    apiVersion: apiVersionOfKind('VPCInfo'),
    kind: 'VPCInfo',
    metadata: { name, namespace: 'default', ownerReferences: [referenceTo(owner)] },
    spec: { subnets: subnetsOf(owner), vni: vniOf(name) },
  }));
}

/** A number that stays with the name; the real controller hands out the next free one. */
function vniOf(name: string): number {
  const sum = [...name].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 40_000, 7);
  return (sum + 1) * 100;
}

function referenceTo(owner: JsonObject): JsonObject {
  const { apiVersion = '', kind = '' } = owner;
  const { name = '', uid = '' } = objectAt(owner, 'metadata') ?? {};
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

function subnetsOf(owner: JsonObject): JsonObject {
  const subnets = objectAt(specOf(owner), 'subnets') ?? {};
  return Object.fromEntries(
    Object.entries(subnets).map(([name, subnet]) => [name, { cidr: stringAt(subnet, 'subnet') ?? '' }]),
  );
}
