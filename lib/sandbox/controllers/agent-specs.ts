import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, objectAt, own, stringAt } from '../json-value.ts';
import { type FabricObjects, specOf } from './fabric-objects.ts';

/** Every `device/port` text in a connection, whatever its type. */
function devicesOf(value: Json): Set<string> {
  const devices = new Set<string>();
  const walk = (each: Json): void => {
    if (Array.isArray(each)) each.forEach(walk);
    if (!isJsonObject(each)) return;
    const device = stringAt(each, 'port')?.split('/')[0];
    if (device) devices.add(device);
    Object.values(each).forEach(walk);
  };
  walk(value);
  return devices;
}

function specsWhere(
  objects: ReadonlyMap<string, JsonObject>,
  holds: (spec: JsonObject, name: string) => boolean,
): Specs {
  const entries = [...objects].map(([name, object]): [string, JsonObject] => [name, specOf(object)]);
  return Object.fromEntries(entries.filter(([name, spec]) => holds(spec, name)));
}

function peersOf(spec: JsonObject): string[] {
  const permits = Array.isArray(spec.permit) ? spec.permit.filter(isJsonObject) : [];
  return permits.flatMap((permit) => Object.keys(permit));
}

function relayTargets(vpc: JsonObject): string[] {
  const subnets = objectAt(vpc, 'subnets') ?? {};
  return Object.values(subnets).flatMap((subnet) => stringAt(subnet, 'dhcp', 'relayVPC') || []);
}

type Specs = Record<string, JsonObject>;

/** The objects that lie on a switch's own connections. */
function onConnections(objects: FabricObjects, connections: Specs) {
  const isHere = (spec: JsonObject): boolean =>
    Object.hasOwn(connections, stringAt(spec, 'connection') ?? '');
  const externalAttachments = specsWhere(objects.of('ExternalAttachment'), isHere);
  const externals = Object.values(externalAttachments).map((spec) => stringAt(spec, 'external'));
  return {
    vpcAttachments: specsWhere(objects.of('VPCAttachment'), isHere),
    externalAttachments,
    externalPeerings: specsWhere(objects.of('ExternalPeering'), (spec) =>
      externals.includes(stringAt(spec, 'permit', 'external', 'name')),
    ),
  };
}

/** The VPCs that are at home on a switch: attached there, around a connection of it, or relayed into from one of those. */
function homeVpcs(objects: FabricObjects, connections: Specs, attachments: Specs): Set<string> {
  const attached = Object.values(attachments).map((spec) => stringAt(spec, 'subnet')?.split('/')[0] ?? '');
  const around = Object.values(connections).map(
    (spec) => stringAt(spec, 'staticExternal', 'withinVPC') ?? '',
  );
  const home = [...attached, ...around].filter((vpc) => objects.of('VPC').has(vpc));
  return new Set([...home, ...home.flatMap((vpc) => relayTargets(specOf(objects.of('VPC').get(vpc))))]);
}

/**
 * What the fabric's controller would write for a switch: exactly the objects that it receives (hedgehog-kinds.md A.7).
 * Null when the switch lacks the VLAN namespace of a VPC that it must get: then its Agent is not updated at all.
 */
export function agentSpec(objects: FabricObjects, name: string): JsonObject | null {
  const self = specOf(objects.of('Switch').get(name));
  const connections = specsWhere(objects.of('Connection'), (spec) => devicesOf(spec).has(name));
  const here = onConnections(objects, connections);
  const home = homeVpcs(objects, connections, here.vpcAttachments);
  const vpcPeers = specsWhere(objects.of('VPCPeering'), (spec) => peersOf(spec).some((vpc) => home.has(vpc)));
  const outward = Object.values(here.externalPeerings).map(
    (spec) => stringAt(spec, 'permit', 'vpc', 'name') ?? '',
  );
  const wanted = new Set([...home, ...Object.values(vpcPeers).flatMap(peersOf), ...outward]);
  const vpcs = specsWhere(objects.of('VPC'), (_, vpc) => wanted.has(vpc));
  const namespaces = Array.isArray(self.vlanNamespaces) ? self.vlanNamespaces : [];
  const served = Object.values(vpcs).every((vpc) => namespaces.includes(vpc.vlanNamespace ?? 'default'));
  if (!served) return null;
  return {
    role: self.role ?? '',
    switch: self,
    connections,
    vpcs,
    vpcPeers,
    ...here,
    externals: specsWhere(objects.of('External'), () => true),
    ipv4Namespaces: specsWhere(objects.of('IPv4Namespace'), () => true),
    vlanNamespaces: specsWhere(objects.of('VLANNamespace'), (_, each) => namespaces.includes(each)),
  };
}

/** True when the two say the same of everything that makes the fabric's controller write an Agent anew. */
export function isSameForSwitch(
  before: JsonObject,
  after: JsonObject,
  equal: (a: Json, b: Json) => boolean,
): boolean {
  // A VLAN namespace that grows reaches no switch by itself (seen on the real controllers).
  const parts = Object.keys({ ...before, ...after }).filter((key) => key !== 'vlanNamespaces');
  return parts.every((key) => equal(own(before, key) ?? null, own(after, key) ?? null));
}
