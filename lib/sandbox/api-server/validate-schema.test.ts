import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { readSchema } from './structural-schema.ts';
import { listKey, validateSchema } from './validate-schema.ts';

function problems(property: JsonObject, value: Json): string[] {
  const schema = readSchema({ type: 'object', properties: { f: property } });
  return validateSchema({ f: value }, schema).map(
    ({ reason, field, message }) => `${reason} ${field}: ${message}`,
  );
}

describe('validateSchema', () => {
  it.each<[string, JsonObject, Json]>([
    ['an integer', { type: 'integer' }, 3],
    ['an integer as number', { type: 'number' }, 3],
    ['a fraction', { type: 'number' }, 0.5],
    ['either', { 'x-kubernetes-int-or-string': true }, '5'],
    ['a null that is allowed', { type: 'string', nullable: true }, null],
    ['anything without a type', {}, [1, { a: null }]],
    ['the bounds themselves', { type: 'integer', minimum: 1, maximum: 3 }, 3],
    ['letters beyond ASCII by their number', { type: 'string', maxLength: 2 }, 'ßé'],
    ['one of an enumeration', { type: 'string', enum: ['', 'a'] }, ''],
    ['unknown fields', { type: 'object' }, { a: 1 }],
  ])('accepts %s', (_, property, value) => {
    expect(problems(property, value)).toEqual([]);
  });

  it.each<[string, JsonObject, Json, string]>([
    [
      'text for a number',
      { type: 'integer' },
      '3',
      'FieldValueTypeInvalid f: Invalid value: "string": f in body must be of type integer: "string"',
    ],
    [
      'a fraction for an integer',
      { type: 'integer' },
      1.5,
      'FieldValueTypeInvalid f: Invalid value: "number": f in body must be of type integer: "number"',
    ],
    [
      'a list for an object',
      { type: 'object' },
      [],
      'FieldValueTypeInvalid f: Invalid value: "array": f in body must be of type object: "array"',
    ],
    [
      'null',
      { type: 'object' },
      null,
      'FieldValueTypeInvalid f: Invalid value: "null": f in body must be of type object: "null"',
    ],
    [
      'a boolean for either',
      { 'x-kubernetes-int-or-string': true },
      true,
      'FieldValueTypeInvalid f: Invalid value: "boolean": f in body must be of type integer,string: "boolean"',
    ],
    [
      'too small',
      { type: 'integer', minimum: 0 },
      -1,
      'FieldValueInvalid f: Invalid value: -1: f in body should be greater than or equal to 0',
    ],
    [
      'too large',
      { type: 'integer', maximum: 9 },
      10,
      'FieldValueInvalid f: Invalid value: 10: f in body should be less than or equal to 9',
    ],
    [
      'too short',
      { type: 'string', minLength: 2 },
      'a',
      'FieldValueInvalid f: Invalid value: "a": f in body should be at least 2 chars long',
    ],
    [
      'too many',
      { type: 'array', maxItems: 1 },
      [1, 2],
      'FieldValueTooMany f: Too many: 2: must have at most 1 item',
    ],
    [
      'too few',
      { type: 'array', minItems: 2 },
      [1],
      'FieldValueInvalid f: Invalid value: 1: f in body should have at least 2 items',
    ],
    [
      'too many fields',
      { type: 'object', maxProperties: 1 },
      { a: 1, b: 2 },
      'FieldValueTooMany f: Too many: 2: must have at most 1 items',
    ],
    [
      'too few fields',
      { type: 'object', minProperties: 1 },
      {},
      'FieldValueInvalid f: Invalid value: 0: f in body should have at least 1 properties',
    ],
    [
      'not of the enumeration',
      { type: 'string', enum: ['a', 'b'] },
      'c',
      'FieldValueNotSupported f: Unsupported value: "c": supported values: "a", "b"',
    ],
    ['a missing field', { type: 'object', required: ['x'] }, {}, 'FieldValueRequired f.x: Required value'],
  ])('refuses %s', (_, property, value, problem) => {
    expect(problems(property, value)).toEqual([problem]);
  });

  it('names the place in lists and maps', () => {
    const items = { type: 'object', properties: { n: { type: 'integer' } } };
    expect(problems({ type: 'array', items }, [{ n: 1 }, { n: 'x' }])[0]).toMatch(
      /^FieldValueTypeInvalid f\[1\]\.n:/,
    );
    const map = { type: 'object', additionalProperties: items };
    expect(problems(map, { a: { n: 'x' } })[0]).toMatch(/^FieldValueTypeInvalid f\.a\.n:/);
  });

  it('finds every problem', () => {
    const schema = readSchema({
      type: 'object',
      required: ['a', 'b'],
      properties: { c: { type: 'integer' } },
    });
    expect(validateSchema({ c: 'x' }, schema)).toHaveLength(3);
  });

  it('finds duplicates of sets and keys', () => {
    const set = { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } };
    expect(problems(set, ['a', 'b', 'a'])).toEqual(['FieldValueDuplicate f[2]: Duplicate value: "a"']);
    const keyed = { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'] };
    expect(problems(keyed, [{ k: 1 }, { k: 1, v: 2 }])).toEqual([
      'FieldValueDuplicate f[1]: Duplicate value: {"k":1}',
    ]);
  });
});

describe('listKey', () => {
  it('holds the keys that the item has', () => {
    const schema = readSchema({ 'x-kubernetes-list-map-keys': ['b', 'a'] });
    expect(listKey({ a: 1, b: 2, c: 3 }, schema)).toEqual({ a: 1, b: 2 });
    expect(listKey({ a: 1 }, schema)).toEqual({ a: 1 });
    expect(listKey('x', schema)).toEqual({});
  });
});
