import type { ObjectKey, ServedKind } from './observation.ts';

/** What the address of a kind's objects is made of. */
export type KindPath = Pick<ServedKind, 'group' | 'version' | 'kind' | 'plural' | 'namespaced'>;

/** Path of the collection: of one namespace, or of all with null (API reference, resource URIs). */
export function collectionPath(kind: KindPath, namespace: string | null): string {
  const scope = kind.namespaced && namespace !== null ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `/apis/${kind.group}/${kind.version}${scope}/${kind.plural}`;
}

/** Path of one object. */
export function objectPath(kind: KindPath, key: ObjectKey): string {
  return `${collectionPath(kind, key.namespace)}/${encodeURIComponent(key.name)}`;
}
