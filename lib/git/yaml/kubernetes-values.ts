import type { Json, JsonObject, KubernetesObject } from '../../domain/hedgehog/kubernetes-object.ts';
import type { FindingCode } from '../reading.ts';

/** What a value turned out to be, before anybody asks whether it is a Hedgehog resource of a file. */
export type ObjectReading =
  | { kind: 'object'; group: string; namespace: string; object: KubernetesObject }
  | { kind: 'foreign'; apiVersion: string; objectKind: string; name: string | null }
  | { kind: 'nothing' }
  | { kind: 'broken'; code: FindingCode; message: string };

/** A DNS subdomain (RFC 1123), which names of Kubernetes objects are (Kubernetes, Object Names and IDs). */
const NAME = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
/** A DNS label (RFC 1123), which names of namespaces are. */
const NAMESPACE = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Hedgehog's groups: `githedgehog.com` and everything below it. */
export function isHedgehogGroup(group: string): boolean {
  return group === 'githedgehog.com' || group.endsWith('.githedgehog.com');
}

/** The items of a `kind: List`, or of a typed list as `kubectl get -o yaml` writes it; null for anything else. */
export function listItems(value: Json): Json[] | null {
  if (!isMapping(value) || !Array.isArray(value.items)) return null;
  const { apiVersion, kind, items } = value;
  if (typeof kind !== 'string' || !kind.endsWith('List')) return null;
  const itemKind = kind.slice(0, -'List'.length);
  // As unstructured lists are decoded: items of a typed list may leave out what the list says.
  if (itemKind === '' || apiVersion === undefined) return items;
  return items.map((item) =>
    isMapping(item) && item.kind === undefined ? { apiVersion, kind: itemKind, ...item } : item,
  );
}

/** Judges a value as one Kubernetes object. Objects of other groups are not looked into. */
export function readObject(value: Json): ObjectReading {
  if (value === null) return { kind: 'nothing' };
  if (!isMapping(value)) return notAnObject(value);
  const { apiVersion, kind, metadata } = value;
  if (apiVersion === undefined && kind === undefined && metadata === undefined) return { kind: 'nothing' };
  if (typeof apiVersion !== 'string' || apiVersion === '') {
    return broken('missing_api_version', `"apiVersion" is ${absentOrNotText(apiVersion)}.`);
  }
  const slash = apiVersion.indexOf('/');
  const group = slash === -1 ? '' : apiVersion.slice(0, slash);
  if (!isHedgehogGroup(group)) {
    const name = isMapping(metadata) && typeof metadata.name === 'string' ? metadata.name : null;
    return { kind: 'foreign', apiVersion, objectKind: typeof kind === 'string' ? kind : '', name };
  }
  if (typeof kind !== 'string' || kind === '')
    return broken('missing_kind', `"kind" is ${absentOrNotText(kind)}.`);
  const read = readMetadata(kind, metadata);
  if ('kind' in read) return read;
  const object: KubernetesObject = { ...value, apiVersion, kind, metadata: read };
  return { kind: 'object', group, namespace: read.namespace ?? 'default', object };
}

function notAnObject(value: Json[] | string | number | boolean): ObjectReading {
  if (Array.isArray(value)) {
    if (!value.some((item) => isMapping(item) && item.apiVersion !== undefined)) return { kind: 'nothing' };
    return broken(
      'missing_kind',
      'The document is a bare list; write its items as documents, or as "items" of a "kind: List".',
    );
  }
  return broken('missing_kind', 'The document is plain text and not a mapping; check its first line.');
}

function readMetadata(
  kind: string,
  metadata: Json | undefined,
): KubernetesObject['metadata'] | ObjectReading {
  const { name, namespace, labels, annotations, ...rest } = isMapping(metadata) ? metadata : {};
  if (name === undefined || name === null || name === '') {
    const hint =
      rest.generateName === undefined
        ? ''
        : ' "generateName" gives a new object at every apply, so Git cannot use it.';
    return broken('missing_name', `A ${kind} without "metadata.name".${hint}`);
  }
  if (typeof name !== 'string')
    return broken('invalid_name', `The name of a ${kind} is not text; write it in quotes.`);
  if (name.length > 253 || !NAME.test(name)) {
    return broken(
      'invalid_name',
      `"${name}" is no valid name: lower-case letters, digits, "-" and "." only, at most 253 (RFC 1123).`,
    );
  }
  const place = namespace ?? '';
  if (typeof place !== 'string' || (place !== '' && !NAMESPACE.test(place))) {
    return broken(
      'invalid_name',
      `The namespace of ${kind} ${name} is no valid name: lower-case letters, digits and "-", at most 63 (RFC 1123).`,
    );
  }
  const declared = { labels: textMap(labels), annotations: textMap(annotations) };
  for (const [field, map] of Object.entries(declared)) {
    if (map === 'invalid')
      return broken(
        'invalid_metadata',
        `The ${field} of ${kind} ${name} must be text; write numbers and words such as true in quotes.`,
      );
  }
  return {
    ...withoutServerFields(rest),
    name,
    ...(place === '' ? {} : { namespace: place }),
    ...(isTextMap(declared.labels) ? { labels: declared.labels } : {}),
    ...(isTextMap(declared.annotations) ? { annotations: declared.annotations } : {}),
  };
}

/** What only an API server sets; in a file it is the leftover of an export. */
const SERVER_FIELDS = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'ownerReferences',
  'selfLink',
]);

function withoutServerFields(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !SERVER_FIELDS.has(field)));
}

function textMap(value: Json | undefined): Record<string, string> | 'absent' | 'invalid' {
  if (value === undefined || value === null) return 'absent';
  if (!isMapping(value)) return 'invalid';
  return isTextMap(value) ? value : 'invalid';
}

function isTextMap(value: JsonObject | string): value is Record<string, string> {
  return typeof value !== 'string' && Object.values(value).every((entry) => typeof entry === 'string');
}

function absentOrNotText(value: Json | undefined): string {
  return value === undefined || value === null || value === '' ? 'missing' : 'not text; write it in quotes';
}

function broken(code: FindingCode, message: string): ObjectReading {
  return { kind: 'broken', code, message };
}

function isMapping(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
