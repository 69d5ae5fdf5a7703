/** Any value that JSON can hold; what YAML and API servers deliver once read. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object; keys may be hostile (`__proto__`), so read them with `Object.hasOwn`. */
export interface JsonObject {
  [key: string]: Json;
}

/** True for a JSON object, and not for a list or null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One entry of `metadata.managedFields` (Kubernetes API reference, ObjectMeta); every field may be missing or malformed. */
export interface ManagedFieldsEntry {
  manager?: string;
  operation?: string;
  apiVersion?: string;
  time?: string;
  fieldsType?: string;
  fieldsV1?: JsonObject;
  subresource?: string;
}

/** A Kubernetes object as read from Git or an API server. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    generation?: number;
    creationTimestamp?: string;
    deletionTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: JsonObject[];
    managedFields?: ManagedFieldsEntry[];
  };
  spec?: Json;
  status?: Json;
}

/** The structural schema of one CRD version (`spec.versions[].schema.openAPIV3Schema`). */
export type JsonSchema = JsonObject;

/** What names a resource within a fabric. The API version is an attribute, not part of it (lifecycle.md §1). */
export interface ResourceIdentity {
  group: string;
  kind: string;
  namespace: string;
  name: string;
}

/** The identity as one string, stable and sortable: `group/kind/namespace/name`. */
export function identityKey(identity: ResourceIdentity): string {
  return `${identity.group}/${identity.kind}/${identity.namespace}/${identity.name}`;
}

/** The group of an `apiVersion`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** The version of an `apiVersion`. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** The identity of an object; a missing namespace is `default` (hedgehog-kinds.md B.2, all kinds). */
export function identityOf(object: KubernetesObject): ResourceIdentity {
  const { name, namespace } = object.metadata;
  return { group: groupOf(object.apiVersion), kind: object.kind, namespace: namespace || 'default', name };
}
