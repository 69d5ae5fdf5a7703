import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { readSchema, type StructuralSchema } from '../api-server/structural-schema.ts';

const TEXT: JsonObject = { type: 'string' };

/** A spec with one field of every sort that ownership tells apart. */
export const SORTS: StructuralSchema = readSchema({
  type: 'object',
  properties: {
    text: TEXT,
    count: { type: 'integer' },
    section: { type: 'object', properties: { a: TEXT, b: TEXT } },
    named: { type: 'object', additionalProperties: { type: 'object', properties: { x: TEXT, y: TEXT } } },
    atomicMap: { type: 'object', 'x-kubernetes-map-type': 'atomic', additionalProperties: TEXT },
    list: { type: 'array', items: TEXT },
    set: { type: 'array', 'x-kubernetes-list-type': 'set', items: TEXT },
    keyed: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['id'],
      items: { type: 'object', properties: { id: { type: 'integer' }, v: TEXT } },
    },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    either: { 'x-kubernetes-int-or-string': true },
    bare: { type: 'object' },
  },
});
