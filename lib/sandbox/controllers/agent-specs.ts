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
): Record<string, JsonObject> {
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

/**
 * What the fabric's controller would write for a switch: exactly the objects that it receives (hedgehog-kinds.md A.7).
 * Null when the switch lacks the VLAN namespace of a VPC that it must get: then its Agent is not updated at all.
 */
export function agentSpec(objects: FabricObjects, name: string): JsonObject | null {
  const self = specOf(objects.of('Switch').get(name));
  const connections = specsWhere(objects.of('Connection'), (spec) => devicesOf(spec).has(name));
  const onSwitch = (spec: JsonObject): boolean =>
    Object.hasOwn(connections, stringAt(spec, 'connection') ?? '');
  const attachments = specsWhere(objects.of('VPCAttachment'), onSwitch);
  const externalAttachments = specsWhere(objects.of('ExternalAttachment'), onSwitch);
  const attachedExternals = Object.values(externalAttachments).map((spec) => stringAt(spec, 'external'));
  const externalPeerings = specsWhere(objects.of('ExternalPeering'), (spec) =>
    attachedExternals.includes(stringAt(spec, 'permit', 'external', 'name')),
  );

  const attached = Object.values(attachments).map((spec) => stringAt(spec, 'subnet')?.split('/')[0] ?? '');
  const within = Object.values(connections).map(
    (spec) => stringAt(spec, 'staticExternal', 'withinVPC') ?? '',
  );
  const present = new Set([...attached, ...within].filter((vpc) => objects.of('VPC').has(vpc)));
  for (const vpc of [...present])
    for (const target of relayTargets(specOf(objects.of('VPC').get(vpc)))) present.add(target);
  const peerings = specsWhere(objects.of('VPCPeering'), (spec) =>
    peersOf(spec).some((vpc) => present.has(vpc)),
  );
  const peered = Object.values(peerings).flatMap(peersOf);
  const outward = Object.values(externalPeerings).map(
    (spec) => stringAt(spec, 'permit', 'vpc', 'name') ?? '',
  );
  const wanted = new Set([...present, ...peered, ...outward]);
  const vpcs = specsWhere(objects.of('VPC'), (_, vpc) => wanted.has(vpc));

  const namespaces = Array.isArray(self.vlanNamespaces) ? self.vlanNamespaces : [];
  const served = Object.values(vpcs).every((vpc) => namespaces.includes(vpc.vlanNamespace ?? 'default'));
  if (!served) return null;
  return {
    role: self.role ?? '',
    switch: self,
    connections,
    vpcs,
    vpcAttachments: attachments,
    vpcPeers: peerings,
    externals: specsWhere(objects.of('External'), () => true),
    externalAttachments,
    externalPeerings,
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
