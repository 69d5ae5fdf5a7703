import type { Json, JsonObject, KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { toYaml } from './to-yaml.ts';

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value with its keys in the order in which the model has them; what the model lacks comes after. */
export function alignKeys(value: Json, model: Json | undefined): Json {
  if (Array.isArray(value)) {
    return value.map((item, index) => alignKeys(item, Array.isArray(model) ? model[index] : undefined));
  }
  if (!isObject(value) || !isObject(model)) return value;
  const known = Object.keys(model).filter((key) => Object.hasOwn(value, key));
  const keys = new Set([...known, ...Object.keys(value)]);
  return Object.fromEntries([...keys].map((key) => [key, alignKeys(value[key] ?? null, own(model, key))]));
}

const own = (object: JsonObject, key: string) => (Object.hasOwn(object, key) ? object[key] : undefined);

/** A live object as YAML, without the ownership of fields, which is longer than the rest. */
export function liveYaml({ apiVersion, kind, metadata, spec, status }: KubernetesObject): string {
  const { managedFields: _managedFields, ...shown } = metadata;
  return toYaml({
    apiVersion,
    kind,
    metadata: shown as JsonObject,
    ...(spec !== undefined && { spec }),
    ...(status !== undefined && { status }),
  });
}

function comparedContent({ apiVersion, kind, metadata, spec }: KubernetesObject): JsonObject {
  const { name, namespace, labels, annotations } = metadata;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels !== undefined && { labels }),
      ...(annotations !== undefined && { annotations }),
    },
    ...(spec !== undefined && { spec }),
  };
}

type Entries = Record<string, string> | undefined;

/** Of the cluster's labels or annotations those that Git declares: no others are compared (drift.md, step 1). */
function declaredOnly(declared: Entries, actual: Entries): Entries {
  const found = Object.entries(actual ?? {}).filter(([key]) => Object.hasOwn(declared ?? {}, key));
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** Both sides as they are compared, in one spelling and one order of keys, so that only what differs differs. */
export function comparedContents(desired: KubernetesObject, actual: KubernetesObject): [Json, Json] {
  const left = comparedContent(desired);
  const { labels: _l, annotations: _a, ...metadata } = actual.metadata;
  const labels = declaredOnly(desired.metadata.labels, actual.metadata.labels);
  const annotations = declaredOnly(desired.metadata.annotations, actual.metadata.annotations);
  const right = comparedContent({
    ...actual,
    metadata: { ...metadata, ...(labels && { labels }), ...(annotations && { annotations }) },
  });
  return [left, alignKeys(right, left)];
}

/** What adopting a live object would write: as little as gives it again once the server has filled in the rest. */
export function manifestYaml(object: KubernetesObject): string {
  return toYaml(comparedContent(object));
}
