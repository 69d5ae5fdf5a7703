import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { equalJson, isJsonObject, own, stableJson } from '../json-value.ts';
import type { FieldError } from './status.ts';
import { type StructuralSchema, schemaOfKey } from './structural-schema.ts';

/** Every violation of the schema, worded as the real server words it. */
export function validateSchema(object: JsonObject, schema: StructuralSchema): FieldError[] {
  const errors: FieldError[] = [];
  check(object, schema, '', errors);
  return errors;
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'object' ? 'object' : typeof value;
}

function hasType(value: Json, schema: StructuralSchema): boolean {
  const actual = typeOf(value);
  if (value === null && schema.nullable) return true;
  if (schema.intOrString) return actual === 'integer' || actual === 'string';
  if (schema.type === undefined || actual === schema.type) return true;
  return schema.type === 'number' && actual === 'integer';
}

function check(value: Json, schema: StructuralSchema, path: string, errors: FieldError[]): void {
  if (!hasType(value, schema)) {
    const shown = JSON.stringify(typeOf(value));
    const wanted = schema.intOrString ? 'integer,string' : schema.type;
    const message = `Invalid value: ${shown}: ${path} in body must be of type ${wanted}: ${shown}`;
    errors.push({ reason: 'FieldValueTypeInvalid', field: path, message });
    return;
  }
  if (value === null) return;
  checkEnum(value, schema, path, errors);
  if (typeof value === 'number') checkNumber(value, schema, path, errors);
  else if (typeof value === 'string') checkString(value, schema, path, errors);
  else if (Array.isArray(value)) checkList(value, schema, path, errors);
  else if (isJsonObject(value)) checkObject(value, schema, path, errors);
}

function checkObject(object: JsonObject, schema: StructuralSchema, path: string, errors: FieldError[]): void {
  for (const key of schema.required) {
    if (!Object.hasOwn(object, key)) {
      const field = path === '' ? key : `${path}.${key}`;
      errors.push({ reason: 'FieldValueRequired', field, message: 'Required value' });
    }
  }
  for (const key of Object.keys(object)) {
    const found = schemaOfKey(schema, key);
    const at = path === '' ? key : `${path}.${key}`;
    if (found !== null) check(own(object, key) ?? null, found.schema, at, errors);
  }
  const count = Object.keys(object).length;
  if (schema.maxProperties !== undefined && count > schema.maxProperties) {
    const message = `Too many: ${count}: must have at most ${schema.maxProperties} items`;
    errors.push({ reason: 'FieldValueTooMany', field: path, message });
  }
  if (schema.minProperties !== undefined && count < schema.minProperties) {
    errors.push(bound(path, count, `should have at least ${schema.minProperties} properties`));
  }
}

function checkList(list: Json[], schema: StructuralSchema, path: string, errors: FieldError[]): void {
  if (schema.maxItems !== undefined && list.length > schema.maxItems) {
    const message = `Too many: ${list.length}: must have at most ${schema.maxItems} item${schema.maxItems === 1 ? '' : 's'}`;
    errors.push({ reason: 'FieldValueTooMany', field: path, message });
  }
  if (schema.minItems !== undefined && list.length < schema.minItems) {
    errors.push(bound(path, list.length, `should have at least ${schema.minItems} items`));
  }
  const items = schema.items;
  if (items !== undefined) {
    for (const [index, item] of list.entries()) check(item, items, `${path}[${index}]`, errors);
  }
  if (schema.listType !== 'atomic') checkDuplicates(list, schema, path, errors);
}

function checkDuplicates(list: Json[], schema: StructuralSchema, path: string, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [index, item] of list.entries()) {
    const key = stableJson(schema.listType === 'map' ? listKey(item, schema) : item);
    if (seen.has(key)) {
      errors.push({
        reason: 'FieldValueDuplicate',
        field: `${path}[${index}]`,
        message: `Duplicate value: ${key}`,
      });
    }
    seen.add(key);
  }
}

/** The values of a keyed list's keys in one item. */
export function listKey(item: Json, schema: StructuralSchema): JsonObject {
  const key: JsonObject = {};
  for (const name of schema.listMapKeys) {
    const value = isJsonObject(item) ? own(item, name) : undefined;
    if (value !== undefined) key[name] = value;
  }
  return key;
}

function checkEnum(value: Json, schema: StructuralSchema, path: string, errors: FieldError[]): void {
  if (schema.enum === undefined || schema.enum.some((allowed) => equalJson(allowed, value))) return;
  const allowed = schema.enum.map((item) => JSON.stringify(item)).join(', ');
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${allowed}`;
  errors.push({ reason: 'FieldValueNotSupported', field: path, message });
}

function checkNumber(value: number, schema: StructuralSchema, path: string, errors: FieldError[]): void {
  if (schema.minimum !== undefined && value < schema.minimum) {
    errors.push(bound(path, value, `should be greater than or equal to ${schema.minimum}`));
  }
  if (schema.maximum !== undefined && value > schema.maximum) {
    errors.push(bound(path, value, `should be less than or equal to ${schema.maximum}`));
  }
}

function checkString(value: string, schema: StructuralSchema, path: string, errors: FieldError[]): void {
  const length = [...value].length;
  if (schema.maxLength !== undefined && length > schema.maxLength) {
    const message = `Too long: may not be more than ${schema.maxLength} bytes`;
    errors.push({ reason: 'FieldValueTooLong', field: path, message });
  }
  if (schema.minLength !== undefined && length < schema.minLength) {
    errors.push(bound(path, value, `should be at least ${schema.minLength} chars long`));
  }
  if (schema.pattern !== undefined && !schema.pattern.test(value)) {
    errors.push(bound(path, value, `should match '${schema.patternText}'`));
  }
}

function bound(path: string, value: Json, should: string): FieldError {
  const message = `Invalid value: ${JSON.stringify(value)}: ${path} in body ${should}`;
  return { reason: 'FieldValueInvalid', field: path, message };
}
