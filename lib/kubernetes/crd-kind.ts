import type { Json, JsonObject, KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { ServedKind } from './observation.ts';

function child(value: Json | undefined, key: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
    ? value[key]
    : undefined;
}

function items(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function object(value: Json | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

function isEstablished(crd: KubernetesObject): boolean {
  return items(child(crd.status, 'conditions')).some(
    (condition) => child(condition, 'type') === 'Established' && child(condition, 'status') === 'True',
  );
}

/** The versions with the preferred one first: the group's own choice if the kind is served in it, else the stored one. */
function orderVersions(served: Json[], preferred: string | undefined): Json[] {
  const first =
    served.find((version) => child(version, 'name') === preferred) ??
    served.find((version) => child(version, 'storage') === true);
  return first === undefined ? served : [first, ...served.filter((version) => version !== first)];
}

/**
 * The kind that a CRD makes the API server serve (API reference, apiextensions.k8s.io/v1); null while it is not established or serves no version.
 * `preferred` is the preferred version by group, from the discovery documents.
 */
export function kindOfCrd(crd: KubernetesObject, preferred: ReadonlyMap<string, string>): ServedKind | null {
  const names = child(crd.spec, 'names');
  const group = text(child(crd.spec, 'group'));
  const kind = text(child(names, 'kind'));
  const plural = text(child(names, 'plural'));
  if (group === null || kind === null || plural === null || !isEstablished(crd)) return null;
  const served = items(child(crd.spec, 'versions')).filter((version) => child(version, 'served') === true);
  const versions = orderVersions(served, preferred.get(group));
  const servedVersions = versions.flatMap((version) => text(child(version, 'name')) ?? []);
  const [version] = servedVersions;
  if (version === undefined) return null;
  return {
    group,
    version,
    kind,
    plural,
    shortNames: items(child(names, 'shortNames')).flatMap((name) => text(name) ?? []),
    namespaced: child(crd.spec, 'scope') === 'Namespaced',
    servedVersions,
    schema: object(child(child(versions[0], 'schema'), 'openAPIV3Schema')),
    crd: { uid: crd.metadata.uid ?? '', generation: crd.metadata.generation ?? 0 },
  };
}
