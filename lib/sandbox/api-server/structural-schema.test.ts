import { describe, expect, it } from 'vitest';
import { readSchema, schemaOfKey, UNTYPED } from './structural-schema.ts';

describe('readSchema', () => {
  it('reads types, constraints and list semantics', () => {
    const schema = readSchema({
      type: 'object',
      required: ['a', 3],
      properties: {
        a: { type: 'integer', minimum: 1, maximum: 9, default: 3 },
        b: { type: 'string', enum: ['x', 'y'], pattern: '^x', nullable: true, format: 'cidr' },
        c: { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'], items: {} },
      },
    });
    expect(schema.required).toEqual(['a']);
    expect(schema.properties.get('a')).toMatchObject({ type: 'integer', minimum: 1, maximum: 9, default: 3 });
    expect(schema.properties.get('b')).toMatchObject({ enum: ['x', 'y'], patternText: '^x', nullable: true });
    expect(schema.properties.get('c')).toMatchObject({ listType: 'map', listMapKeys: ['k'] });
  });

  it('takes lists without a type for atomic and maps for granular', () => {
    expect(readSchema({ type: 'array' }).listType).toBe('atomic');
    expect(readSchema({ type: 'object' }).mapType).toBe('granular');
  });

  it('passes over what it does not understand', () => {
    expect(readSchema({ type: 'tuple', properties: { a: 3 }, enum: 'x', minimum: '1' })).toEqual(
      readSchema({}),
    );
  });
});

describe('schemaOfKey', () => {
  const schema = readSchema({
    type: 'object',
    properties: { named: { type: 'string' } },
    additionalProperties: { type: 'integer' },
  });

  it('prefers a declared field to the schema of all others', () => {
    expect(schemaOfKey(schema, 'named')).toMatchObject({ named: true, schema: { type: 'string' } });
    expect(schemaOfKey(schema, 'other')).toMatchObject({ named: false, schema: { type: 'integer' } });
  });

  it('knows nothing of undeclared fields, unless they are preserved', () => {
    expect(schemaOfKey(readSchema({ type: 'object' }), 'toString')).toBeNull();
    const free = readSchema({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true });
    expect(schemaOfKey(free, 'a')).toEqual({ schema: UNTYPED, named: false });
    expect(schemaOfKey(readSchema({ additionalProperties: true }), 'a')).toEqual({
      schema: UNTYPED,
      named: false,
    });
  });
});
