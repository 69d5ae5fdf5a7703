import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, own, setOwn } from '../json-value.ts';
import { type StructuralSchema, schemaOfKey } from './structural-schema.ts';

export interface Pruned<T extends Json> {
  value: T;
  /** Paths of the fields that the schema does not know, as the real server prints them. */
  unknown: string[];
}

/** Removes every field that the schema does not declare. */
export function prune(object: JsonObject, schema: StructuralSchema): Pruned<JsonObject> {
  const unknown: string[] = [];
  return { value: pruneObject(object, schema, '', unknown), unknown };
}

function pruneValue(value: Json, schema: StructuralSchema, path: string, unknown: string[]): Json {
  if (Array.isArray(value)) {
    const items = schema.items;
    return items === undefined
      ? value
      : value.map((item, index) => pruneValue(item, items, `${path}[${index}]`, unknown));
  }
  return isJsonObject(value) ? pruneObject(value, schema, path, unknown) : value;
}

function pruneObject(
  object: JsonObject,
  schema: StructuralSchema,
  path: string,
  unknown: string[],
): JsonObject {
  const result: JsonObject = {};
  for (const key of Object.keys(object)) {
    const value = own(object, key) ?? null;
    const at = path === '' ? key : `${path}.${key}`;
    const found = schemaOfKey(schema, key);
    if (found === null) unknown.push(at);
    else setOwn(result, key, pruneValue(value, found.schema, at, unknown));
  }
  return result;
}
