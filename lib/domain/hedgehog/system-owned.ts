import { groupOf, type KubernetesObject, type ResourceIdentity } from './kubernetes-object.ts';

/** Written by the fabric or its installer, never by people (hedgehog-kinds.md A.1, B.7). */
const SYSTEM_KINDS: ReadonlySet<string> = new Set([
  'agent.githedgehog.com/Agent',
  'agent.githedgehog.com/Catalog',
  'dhcp.githedgehog.com/DHCPSubnet',
  'gateway.githedgehog.com/VPCInfo',
  'gwint.githedgehog.com/GatewayAgent',
  'wiring.githedgehog.com/SwitchProfile',
  'wiring.githedgehog.com/ServerProfile',
  'fabricator.githedgehog.com/Fabricator',
  'fabricator.githedgehog.com/ControlNode',
  'fabricator.githedgehog.com/FabNode',
]);

/** True for a kind that the fabric itself writes, whatever its objects are called. */
export function isSystemKind(group: string, kind: string): boolean {
  return SYSTEM_KINDS.has(`${group}/${kind}`);
}

function isOwned(group: string, kind: string, name: string): boolean {
  if (isSystemKind(group, kind)) return true;
  return group === 'gateway.githedgehog.com' && kind === 'GatewayGroup' && name === 'default';
}

/**
 * True for what must never be called an orphan (B.7): system kinds, the controller's own gateway group, and any object
 * with an ownerReference. An identity alone cannot tell the last.
 */
export function isSystemOwned(subject: KubernetesObject | ResourceIdentity): boolean {
  if (!('metadata' in subject)) return isOwned(subject.group, subject.kind, subject.name);
  const { name, ownerReferences } = subject.metadata;
  if (Array.isArray(ownerReferences) && ownerReferences.length > 0) return true;
  return isOwned(groupOf(subject.apiVersion), subject.kind, name);
}
