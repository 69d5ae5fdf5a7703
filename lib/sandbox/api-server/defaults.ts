import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { cloneJson, isJsonObject, own, setOwn } from '../json-value.ts';
import { type StructuralSchema, schemaOfKey } from './structural-schema.ts';

/** Fills the schema's defaults, also in place of a null that the schema does not allow. Returns a new value. */
export function applyDefaults(object: JsonObject, schema: StructuralSchema): JsonObject {
  const result = mapFields(object, schema, applyDefaultsTo);
  for (const [key, property] of schema.properties) {
    if (property.default === undefined) continue;
    const value = own(result, key);
    const absent = value === undefined || (value === null && !property.nullable);
    if (absent) setOwn(result, key, applyDefaultsTo(cloneJson(property.default), property));
  }
  return result;
}

function applyDefaultsTo(value: Json, schema: StructuralSchema): Json {
  if (isJsonObject(value)) return applyDefaults(value, schema);
  const items = schema.items;
  return Array.isArray(value) && items !== undefined
    ? value.map((item) => applyDefaultsTo(item, items))
    : value;
}

/** Drops every null that the schema neither allows nor replaces by a default: what create and update do, and apply does not. */
export function dropNulls(object: JsonObject, schema: StructuralSchema): JsonObject {
  const kept: JsonObject = {};
  for (const key of Object.keys(object)) {
    const value = own(object, key) ?? null;
    const found = schemaOfKey(schema, key)?.schema;
    const dropped =
      value === null &&
      found !== undefined &&
      isTyped(found) &&
      !found.nullable &&
      found.default === undefined;
    if (!dropped) setOwn(kept, key, value);
  }
  return mapFields(kept, schema, dropNullsIn);
}

function dropNullsIn(value: Json, schema: StructuralSchema): Json {
  if (isJsonObject(value)) return dropNulls(value, schema);
  const items = schema.items;
  return Array.isArray(value) && items !== undefined ? value.map((item) => dropNullsIn(item, items)) : value;
}

function isTyped(schema: StructuralSchema): boolean {
  return schema.type !== undefined || schema.intOrString;
}

function mapFields(
  object: JsonObject,
  schema: StructuralSchema,
  change: (value: Json, schema: StructuralSchema) => Json,
): JsonObject {
  const result: JsonObject = {};
  for (const key of Object.keys(object)) {
    const value = own(object, key) ?? null;
    const found = schemaOfKey(schema, key);
    setOwn(result, key, found === null ? value : change(value, found.schema));
  }
  return result;
}
