import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { cloneJson, isJsonObject, own, setOwn } from './json-value.ts';
import { type StructuralSchema, schemaOfKey } from './structural-schema.ts';

/** Fills the schema's defaults; a null that the schema does not allow counts as absent. Returns a new value. */
export function applyDefaults(value: Json, schema: StructuralSchema): Json {
  if (Array.isArray(value)) {
    const items = schema.items;
    return items === undefined ? value : value.map((item) => applyDefaults(item, items));
  }
  return isJsonObject(value) ? defaultObject(value, schema) : value;
}

function defaultObject(object: JsonObject, schema: StructuralSchema): JsonObject {
  const result: JsonObject = {};
  for (const key of Object.keys(object)) {
    const value = own(object, key) ?? null;
    const found = schemaOfKey(schema, key);
    if (found === null) setOwn(result, key, value);
    else if (value !== null || found.schema.nullable || !isDeclared(found.schema)) {
      setOwn(result, key, applyDefaults(value, found.schema));
    }
  }
  for (const [key, property] of schema.properties) {
    if (property.default !== undefined && !Object.hasOwn(result, key)) {
      setOwn(result, key, applyDefaults(cloneJson(property.default), property));
    }
  }
  return result;
}

function isDeclared(schema: StructuralSchema): boolean {
  return schema.type !== undefined || schema.intOrString;
}
