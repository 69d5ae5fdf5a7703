import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { type ApiServerAddress, requireApi } from '../api-client.ts';
import { isJsonObject, objectAt, stringAt } from '../json-value.ts';

/** The kinds that the controllers read and write: their plurals by kind, with their group and version. */
const COLLECTIONS = {
  VPC: 'vpc.githedgehog.com/v1beta1/vpcs',
  VPCAttachment: 'vpc.githedgehog.com/v1beta1/vpcattachments',
  VPCPeering: 'vpc.githedgehog.com/v1beta1/vpcpeerings',
  External: 'vpc.githedgehog.com/v1beta1/externals',
  ExternalAttachment: 'vpc.githedgehog.com/v1beta1/externalattachments',
  ExternalPeering: 'vpc.githedgehog.com/v1beta1/externalpeerings',
  IPv4Namespace: 'vpc.githedgehog.com/v1beta1/ipv4namespaces',
  VLANNamespace: 'wiring.githedgehog.com/v1beta1/vlannamespaces',
  Connection: 'wiring.githedgehog.com/v1beta1/connections',
  Switch: 'wiring.githedgehog.com/v1beta1/switches',
  Agent: 'agent.githedgehog.com/v1beta1/agents',
  DHCPSubnet: 'dhcp.githedgehog.com/v1beta1/dhcpsubnets',
  VPCInfo: 'gateway.githedgehog.com/v1alpha1/vpcinfos',
} as const;

export type ReadKind = keyof typeof COLLECTIONS;

/** The objects of the namespace `default`, by kind and name. */
export class FabricObjects {
  readonly #objects = new Map<ReadKind, Map<string, JsonObject>>();

  add(kind: ReadKind, name: string, object: JsonObject): void {
    this.#objects.set(kind, this.of(kind).set(name, object));
  }

  of(kind: ReadKind): Map<string, JsonObject> {
    return this.#objects.get(kind) ?? new Map();
  }
}

export function collectionPath(kind: ReadKind): string {
  const [group, version, plural] = COLLECTIONS[kind].split('/');
  return `/apis/${group}/${version}/namespaces/default/${plural}`;
}

export function apiVersionOfKind(kind: ReadKind): string {
  return COLLECTIONS[kind].split('/').slice(0, 2).join('/');
}

export const READ_KINDS: readonly ReadKind[] = [
  'VPC',
  'VPCAttachment',
  'VPCPeering',
  'External',
  'ExternalAttachment',
  'ExternalPeering',
  'IPv4Namespace',
  'VLANNamespace',
  'Connection',
  'Switch',
  'Agent',
  'DHCPSubnet',
  'VPCInfo',
];

export async function readFabric(server: ApiServerAddress): Promise<FabricObjects> {
  const objects = new FabricObjects();
  for (const kind of READ_KINDS) {
    const { items } = await requireApi(server, 'GET', collectionPath(kind));
    for (const item of Array.isArray(items) ? items : []) {
      const name = stringAt(item, 'metadata', 'name');
      if (isJsonObject(item) && name !== undefined) objects.add(kind, name, item);
    }
  }
  return objects;
}

export function specOf(object: JsonObject | undefined): JsonObject {
  return objectAt(object, 'spec') ?? {};
}
