import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { KindPath } from './kind-path.ts';

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextOrMissing(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function hasMetadata(value: Fields): boolean {
  const { metadata } = value;
  return (
    isFields(metadata) &&
    typeof metadata.name === 'string' &&
    isTextOrMissing(metadata.namespace) &&
    isTextOrMissing(metadata.uid) &&
    isTextOrMissing(metadata.resourceVersion)
  );
}

function isKubernetesObject(value: unknown): value is KubernetesObject {
  return (
    isFields(value) &&
    hasMetadata(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string'
  );
}

/** The value as an object of the kind, `apiVersion` and `kind` filled in where a list leaves them out; null when it is none. */
export function asKubernetesObject(value: unknown, kind: KindPath): KubernetesObject | null {
  if (isKubernetesObject(value)) return value;
  if (!isFields(value) || !hasMetadata(value)) return null;
  const named: unknown = { ...value, apiVersion: `${kind.group}/${kind.version}`, kind: kind.kind };
  return isKubernetesObject(named) ? named : null;
}

/** One page of a list answer. */
export interface ListPage {
  objects: KubernetesObject[];
  resourceVersion: string;
  /** Token of the next page; null on the last one. */
  next: string | null;
}

/** The value as a page of the kind; null when it is anything else. */
export function asListPage(value: unknown, kind: KindPath): ListPage | null {
  if (!isFields(value) || !isFields(value.metadata)) return null;
  const { resourceVersion, continue: next } = value.metadata;
  // Go writes an empty list of metadata-only objects as null.
  const items = value.items ?? [];
  if (typeof resourceVersion !== 'string' || !Array.isArray(items)) return null;
  const objects = items.map((item) => asKubernetesObject(item, kind));
  if (objects.some((object) => object === null)) return null;
  return {
    objects: objects.filter((object) => object !== null),
    resourceVersion,
    next: typeof next === 'string' && next !== '' ? next : null,
  };
}
