import { describe, expect, it } from 'vitest';
import { applyDefaults, dropNulls } from './defaults.ts';
import { readSchema } from './structural-schema.ts';

const SCHEMA = readSchema({
  type: 'object',
  properties: {
    row: { type: 'string', default: 'A' },
    door: { type: 'string', nullable: true, default: 'shut' },
    note: { type: 'string' },
    power: {
      type: 'object',
      default: {},
      properties: { feeds: { type: 'integer', default: 2 }, phase: { type: 'string' } },
    },
    plain: { type: 'object', properties: { inner: { type: 'integer', default: 1 } } },
    units: {
      type: 'array',
      items: { type: 'object', properties: { side: { type: 'string', default: 'front' } } },
    },
    named: {
      type: 'object',
      additionalProperties: { type: 'object', properties: { x: { type: 'integer', default: 7 } } },
    },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  },
});

describe('applyDefaults', () => {
  it('fills absent fields, within defaults too', () => {
    expect(applyDefaults({}, SCHEMA)).toEqual({ row: 'A', door: 'shut', power: { feeds: 2 } });
  });

  it('reaches into lists, maps by name and sections that are there, and makes no section', () => {
    const filled = applyDefaults({ units: [{}, { side: 'rear' }], named: { p: {} }, plain: {} }, SCHEMA);
    expect(filled).toMatchObject({
      units: [{ side: 'front' }, { side: 'rear' }],
      named: { p: { x: 7 } },
      plain: { inner: 1 },
    });
  });

  it('replaces a null that is not allowed and keeps one that is', () => {
    expect(applyDefaults({ row: null, door: null, note: null }, SCHEMA)).toMatchObject({
      row: 'A',
      door: null,
      note: null,
    });
  });

  it('changes neither its input nor the schema', () => {
    const input = { power: { phase: 'x' } };
    applyDefaults(input, SCHEMA);
    expect(input).toEqual({ power: { phase: 'x' } });
    expect(SCHEMA.properties.get('power')?.default).toEqual({});
  });
});

describe('dropNulls', () => {
  it('drops nulls that are neither allowed nor replaced by a default', () => {
    const value = {
      row: null,
      door: null,
      note: null,
      named: { p: null },
      units: [{ side: null }],
      free: { a: null },
    };
    expect(dropNulls(value, SCHEMA)).toEqual({
      row: null,
      door: null,
      named: {},
      units: [{ side: null }],
      free: { a: null },
    });
  });
});
