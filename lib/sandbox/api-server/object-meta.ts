import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { ResourceType } from './resource-type.ts';
import { readSchema, type StructuralSchema, UNTYPED } from './structural-schema.ts';

const TEXT: JsonObject = { type: 'string' };
const TEXT_MAP: JsonObject = { type: 'object', additionalProperties: TEXT };

/** Fields and list semantics of ObjectMeta (Kubernetes API reference). */
const OBJECT_META = readSchema({
  type: 'object',
  properties: {
    name: TEXT,
    generateName: TEXT,
    namespace: TEXT,
    selfLink: TEXT,
    uid: TEXT,
    resourceVersion: TEXT,
    generation: { type: 'integer' },
    creationTimestamp: TEXT,
    deletionTimestamp: TEXT,
    deletionGracePeriodSeconds: { type: 'integer' },
    labels: TEXT_MAP,
    annotations: TEXT_MAP,
    finalizers: { type: 'array', items: TEXT, 'x-kubernetes-list-type': 'set' },
    ownerReferences: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['uid'],
      items: {
        type: 'object',
        'x-kubernetes-map-type': 'atomic',
        properties: {
          apiVersion: TEXT,
          kind: TEXT,
          name: TEXT,
          uid: TEXT,
          controller: { type: 'boolean' },
          blockOwnerDeletion: { type: 'boolean' },
        },
      },
    },
    managedFields: { type: 'array', 'x-kubernetes-preserve-unknown-fields': true },
  },
});

const known = new WeakMap<ResourceType, StructuralSchema>();

/** The schema of the whole object: the kind's own, with the metadata that every object has. */
export function rootSchemaOf(type: ResourceType): StructuralSchema {
  const found = known.get(type);
  if (found !== undefined) return found;
  const own = type.schema ?? UNTYPED;
  const properties = new Map([...own.properties, ...objectProperties()]);
  const schema: StructuralSchema = { ...own, type: 'object', properties };
  known.set(type, schema);
  return schema;
}

function objectProperties(): [string, StructuralSchema][] {
  return [
    ['apiVersion', readSchema(TEXT)],
    ['kind', readSchema(TEXT)],
    ['metadata', OBJECT_META],
  ];
}
