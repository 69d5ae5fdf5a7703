import type { Json, JsonObject, KubernetesObject } from '../hedgehog/kubernetes-object.ts';
import { canonicalJson } from './canonical-json.ts';

function contentOf(object: KubernetesObject): JsonObject {
  const { labels, annotations } = object.metadata;
  return { spec: object.spec ?? null, labels: labels ?? null, annotations: annotations ?? null };
}

/** What a document in Git declares, as canonical JSON: spec, labels and annotations; comments, order and place do not count. */
export function canonicalDesiredContent(object: KubernetesObject): string {
  return canonicalJson(contentOf(object));
}

/** Who owns what, without the times and without the status, so that a status update or a new time changes nothing. */
function ownersOf(managedFields: unknown): Json[] {
  if (!Array.isArray(managedFields)) return [];
  const owners = managedFields
    .filter((entry) => typeof entry === 'object' && entry !== null && !entry.subresource)
    .map((entry) => [entry.manager ?? null, entry.operation ?? null, entry.fieldsV1 ?? null]);
  return owners.map((owner) => canonicalJson(owner)).sort();
}

/** What a live object holds that a verdict can depend on, as canonical JSON: uid, spec, labels, annotations and who owns what. */
export function canonicalActualContent(object: KubernetesObject): string {
  const { uid, managedFields } = object.metadata;
  return canonicalJson({ ...contentOf(object), uid: uid ?? null, owners: ownersOf(managedFields) });
}
