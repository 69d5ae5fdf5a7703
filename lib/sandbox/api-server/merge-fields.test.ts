import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { SORTS } from '../testing/schemas.ts';
import { fromFieldsV1, toFieldsV1 } from './field-set.ts';
import { mergeFields, removeFields, withSections } from './merge-fields.ts';

describe('mergeFields', () => {
  it.each<[string, JsonObject, JsonObject, JsonObject]>([
    [
      'maps by key',
      { named: { p: { x: '1' } } },
      { named: { p: { y: '2' }, q: {} } },
      { named: { p: { x: '1', y: '2' }, q: {} } },
    ],
    ['lists whole', { list: ['a', 'b'] }, { list: ['c'] }, { list: ['c'] }],
    ['atomic maps whole', { atomicMap: { a: '1' } }, { atomicMap: { b: '2' } }, { atomicMap: { b: '2' } }],
    ['null into a section as nothing', { section: { a: '1' } }, { section: null }, { section: { a: '1' } }],
    ['null into a scalar as null', { text: 'x' }, { text: null }, { text: null }],
    [
      'keyed lists by key',
      { keyed: [{ id: 1, v: 'x' }] },
      { keyed: [{ id: 1 }, { id: 2 }] },
      { keyed: [{ id: 1, v: 'x' }, { id: 2 }] },
    ],
  ])('lays %s', (_, live, config, merged) => {
    expect(mergeFields(live, config, SORTS)).toEqual(merged);
  });

  // The first three were observed on kube-apiserver 1.34.
  it.each<[string[], string[], string[]]>([
    [['b'], ['d', 'b', 'a'], ['d', 'b', 'a']],
    [['a', 'b'], ['c'], ['a', 'b', 'c']],
    [
      ['x', 'b', 'y'],
      ['d', 'b'],
      ['x', 'd', 'b', 'y'],
    ],
    [
      ['a', 'b', 'c'],
      ['c', 'a'],
      ['b', 'c', 'a'],
    ],
    [[], ['a'], ['a']],
    [['a'], [], ['a']],
  ])('orders the set %j with %j', (live, config, merged) => {
    const result = mergeFields({ set: live }, { set: config }, SORTS);
    expect(result).toEqual({ set: merged });
  });

  it('changes neither side', () => {
    const live = { named: { p: { x: '1' } } };
    const before = structuredClone(live);
    mergeFields(live, { named: { p: { x: '2' } } }, SORTS);
    expect(live).toEqual(before);
  });
});

describe('withSections', () => {
  it('adds named sections above the members, and no entries of maps by name', () => {
    const set = fromFieldsV1({ 'f:section': { 'f:a': {} }, 'f:named': { 'f:p': { 'f:x': {} } } });
    expect(toFieldsV1(withSections(set, SORTS))).toEqual({
      'f:section': { '.': {}, 'f:a': {} },
      'f:named': { '.': {}, 'f:p': { 'f:x': {} } },
    });
  });
});

describe('removeFields', () => {
  const value = { text: 'x', section: { a: '1', b: '2' }, keyed: [{ id: 1 }, { id: 2 }], set: ['a', 'b'] };

  it.each<[string, JsonObject, Json]>([
    ['a field', { 'f:section': { 'f:a': {} } }, { ...value, section: { b: '2' } }],
    ['a section with all in it', { 'f:section': {} }, { text: 'x', keyed: value.keyed, set: value.set }],
    ['an item by key', { 'f:keyed': { 'k:{"id":1}': {} } }, { ...value, keyed: [{ id: 2 }] }],
    ['an item of a set', { 'f:set': { 'v:"a"': {} } }, { ...value, set: ['b'] }],
    [
      'the last field of a section, which leaves null',
      { 'f:section': { 'f:a': {}, 'f:b': {} } },
      { ...value, section: null },
    ],
    ['nothing that is not there', { 'f:other': {} }, value],
  ])('takes out %s', (_, fields, rest) => {
    expect(removeFields(value, fromFieldsV1(fields), SORTS)).toEqual(rest);
  });
});
