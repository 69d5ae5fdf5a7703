import type { KubernetesObject, ResourceIdentity } from '../hedgehog/kubernetes-object.ts';

/**
 * The object that Git declares for one resource. Desired content is stored once for all documents that hold the same
 * (every empty spec, for one), so the stored object may name another of them, and even another kind.
 */
export function desiredObject(
  stored: KubernetesObject,
  { kind, namespace, name }: ResourceIdentity,
  apiVersion: string,
): KubernetesObject {
  return { ...stored, apiVersion, kind, metadata: { ...stored.metadata, namespace, name } };
}
