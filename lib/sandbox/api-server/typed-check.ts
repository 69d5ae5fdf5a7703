import type { Json } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, own } from '../json-value.ts';
import { type StructuralSchema, schemaOfKey } from './structural-schema.ts';

/**
 * What server-side apply refuses before it merges: unlike create and update it drops no unknown field.
 * The words are those of the real server, which prints Go values.
 */
export function findTypeErrors(value: Json, schema: StructuralSchema, path = ''): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) {
    if (!accepts(schema, 'array')) return [`${path}: expected ${expected(schema)}, got ${printGo(value)}`];
    const items = schema.items;
    if (items === undefined) return [];
    return value.flatMap((item, index) => findTypeErrors(item, items, `${path}[${index}]`));
  }
  if (isJsonObject(value)) {
    if (!accepts(schema, 'object')) return [`${path}: expected ${expected(schema)}, got ${printGo(value)}`];
    return Object.keys(value).flatMap((key) => {
      const found = schemaOfKey(schema, key);
      if (found === null) {
        return describesFields(schema) ? [`${path}.${key}: field not declared in schema`] : [];
      }
      return findTypeErrors(own(value, key) ?? null, found.schema, `${path}.${key}`);
    });
  }
  return scalarError(value, schema, path);
}

/** An object without any declared field is taken for an untyped one here, and pruned later. */
function describesFields(schema: StructuralSchema): boolean {
  return schema.properties.size > 0;
}

function accepts(schema: StructuralSchema, type: 'array' | 'object'): boolean {
  return schema.type === type || (schema.type === undefined && !schema.intOrString);
}

function expected(schema: StructuralSchema): string {
  if (schema.type === 'array') return 'list';
  if (schema.type === 'object') return 'map';
  if (schema.type === 'integer' || schema.type === 'number') return 'numeric (int or float)';
  return schema.intOrString ? 'scalar' : (schema.type ?? 'any');
}

function scalarError(value: string | number | boolean, schema: StructuralSchema, path: string): string[] {
  const type = schema.type;
  if (type === undefined || type === typeof value) return [];
  if (type === 'integer' || type === 'number') {
    return typeof value === 'number'
      ? []
      : [`${path}: expected numeric (int or float), got ${goType(value)}`];
  }
  return [`${path}: expected ${expected(schema)}, got ${printGo(value)}`];
}

function goType(value: string | number | boolean): string {
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'number';
}

function printGo(value: Json): string {
  return `&value.valueUnstructured{Value:${goLiteral(value)}}`;
}

function goLiteral(value: Json): string {
  if (value === null) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goLiteral).join(', ')}}`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${goLiteral(own(value, key) ?? null)}`);
  return `map[string]interface {}{${entries.join(', ')}}`;
}
