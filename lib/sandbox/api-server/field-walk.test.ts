import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { SORTS } from '../testing/schemas.ts';
import { toFieldsV1 } from './field-set.ts';
import { compareFields, fieldSetOf } from './field-walk.ts';

describe('fieldSetOf', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['a scalar', { text: 'x' }, { 'f:text': {} }],
    ['an atomic list, whole', { list: ['a', 'b'] }, { 'f:list': {} }],
    ['an empty atomic list', { list: [] }, { 'f:list': {} }],
    ['the fields of a section, not the section', { section: { a: '1' } }, { 'f:section': { 'f:a': {} } }],
    ['an empty section', { section: {} }, { 'f:section': {} }],
    ['a null', { section: null }, { 'f:section': {} }],
    [
      'entries of a map by name, each by itself',
      { named: { p: { x: '1' }, q: {} } },
      { 'f:named': { 'f:p': { '.': {}, 'f:x': {} }, 'f:q': {} } },
    ],
    ['an atomic map, whole', { atomicMap: { a: '1' } }, { 'f:atomicMap': {} }],
    ['the items of a set', { set: ['b', 'a'] }, { 'f:set': { 'v:"a"': {}, 'v:"b"': {} } }],
    ['nothing for an empty set', { set: [] }, {}],
    [
      'the items of a keyed list by key',
      { keyed: [{ id: 1, v: 'x' }] },
      { 'f:keyed': { 'k:{"id":1}': { '.': {}, 'f:id': {}, 'f:v': {} } } },
    ],
    [
      'what no schema describes, as maps by name with whole lists',
      { free: { a: { b: [1] }, c: [] } },
      { 'f:free': { 'f:a': { '.': {}, 'f:b': {} }, 'f:c': {} } },
    ],
  ])('claims %s', (_, value, fields) => {
    expect(toFieldsV1(fieldSetOf(value, SORTS))).toEqual(fields);
  });
});

describe('compareFields', () => {
  const compare = (before: JsonObject, after: JsonObject) => {
    const { written, removed } = compareFields(before, after, SORTS);
    return { written: toFieldsV1(written), removed: toFieldsV1(removed) };
  };

  it('tells nothing of equal values', () => {
    const value = { text: 'x', named: { p: { x: '1' } }, set: ['a'], free: { a: [] } };
    expect(compare(value, structuredClone(value))).toEqual({ written: {}, removed: {} });
  });

  it('names every level of what is new', () => {
    expect(compare({}, { named: { p: { x: '1' } }, section: { a: '1' } })).toEqual({
      written: {
        'f:named': { '.': {}, 'f:p': { '.': {}, 'f:x': {} } },
        'f:section': { '.': {}, 'f:a': {} },
      },
      removed: {},
    });
  });

  it('names only the leaf that changed, and every level of what went', () => {
    expect(compare({ named: { p: { x: '1', y: '2' } } }, { named: { p: { x: '3' } } })).toEqual({
      written: { 'f:named': { 'f:p': { 'f:x': {} } } },
      removed: { 'f:named': { 'f:p': { 'f:y': {} } } },
    });
    expect(compare({ named: { p: { x: '1' } } }, { named: {} }).removed).toEqual({
      'f:named': { 'f:p': { '.': {}, 'f:x': {} } },
    });
  });

  it('does not care for the order of a set, and does for that of a list', () => {
    expect(compare({ set: ['a', 'b'] }, { set: ['b', 'a'] }).written).toEqual({});
    expect(compare({ list: ['a', 'b'] }, { list: ['b', 'a'] }).written).toEqual({ 'f:list': {} });
  });

  it('compares items of a keyed list by key', () => {
    expect(
      compare({ keyed: [{ id: 1, v: 'x' }, { id: 2 }] }, { keyed: [{ id: 1, v: 'y' }, { id: 3 }] }),
    ).toEqual({
      written: {
        'f:keyed': { 'k:{"id":1}': { 'f:v': {} }, 'k:{"id":3}': { '.': {}, 'f:id': {} } },
      },
      removed: { 'f:keyed': { 'k:{"id":2}': { '.': {}, 'f:id': {} } } },
    });
  });

  // Observed on kube-apiserver 1.34 for a free section: `written` is what a second writer then owns.
  it.each<[string, JsonObject, JsonObject, JsonObject]>([
    ['a number becomes a map', { a: 1 }, { a: { b: 1 } }, { 'f:a': { '.': {}, 'f:b': {} } }],
    ['a map becomes a number', { a: { b: 1 } }, { a: 1 }, { 'f:a': {} }],
    ['an empty map is filled', { a: {} }, { a: { b: 1 } }, { 'f:a': { 'f:b': {} } }],
    ['a map is emptied', { a: { b: 1 } }, { a: {} }, {}],
    ['a map becomes null', { a: { b: 1 } }, { a: null }, {}],
    ['null becomes a map', { a: null }, { a: { b: 1 } }, { 'f:a': { 'f:b': {} } }],
    ['null becomes an empty map', { a: null }, { a: {} }, { 'f:a': {} }],
    ['a list becomes a map', { a: [1] }, { a: { b: 1 } }, { 'f:a': { '.': {}, 'f:b': {} } }],
    ['null becomes a list', { a: null }, { a: [] }, { 'f:a': {} }],
  ])('when %s', (_, before, after, written) => {
    const found = compare({ free: before }, { free: after }).written;
    expect(found).toEqual(Object.keys(written).length === 0 ? {} : { 'f:free': written });
  });
});
