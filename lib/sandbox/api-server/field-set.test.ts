import { describe, expect, it } from 'vitest';
import { FieldSet, fromFieldsV1, toFieldsV1 } from './field-set.ts';

const A = fromFieldsV1({
  'f:spec': {
    '.': {},
    'f:asn': {},
    'f:ports': { 'k:{"id":1}': { '.': {}, 'f:speed': {} } },
    'f:tags': { 'v:"a"': {} },
  },
});
const B = fromFieldsV1({
  'f:spec': { 'f:asn': {}, 'f:role': {}, 'f:ports': { 'k:{"id":1}': { 'f:speed': {} } } },
});

describe('FieldSet', () => {
  it('reads and writes fieldsV1 without loss', () => {
    const json = {
      'f:metadata': { 'f:labels': { '.': {}, 'f:a.b/c': {} } },
      'f:spec': { '.': {}, 'f:list': {}, 'i:0': {}, 'v:"x"': {} },
    };
    expect(toFieldsV1(fromFieldsV1(json))).toEqual(json);
  });

  it('leaves out what is malformed', () => {
    expect(toFieldsV1(fromFieldsV1({ spec: {}, 'f:a': 3, 'f:b': { 'x:y': {} }, 'f:c': {} }))).toEqual({
      'f:c': {},
    });
  });

  it('keeps hostile field names as data', () => {
    const json = JSON.parse('{"f:__proto__":{"f:toString":{}}}');
    expect(JSON.stringify(toFieldsV1(fromFieldsV1(json)))).toBe(JSON.stringify(json));
  });

  it.each([
    [
      'union',
      A.union(B),
      [
        '.spec',
        '.spec.asn',
        '.spec.role',
        '.spec.ports[id=1]',
        '.spec.ports[id=1].speed',
        '.spec.tags[="a"]',
      ],
    ],
    ['intersection', A.intersection(B), ['.spec.asn', '.spec.ports[id=1].speed']],
    ['difference', A.difference(B), ['.spec', '.spec.ports[id=1]', '.spec.tags[="a"]']],
  ])('%s works on members at every depth', (_, set, paths) => {
    expect(set.paths().sort()).toEqual([...paths].sort());
  });

  it('removes members with all below them', () => {
    expect(A.without(fromFieldsV1({ 'f:spec': { 'f:ports': {} } })).paths()).toEqual([
      '.spec',
      '.spec.asn',
      '.spec.tags[="a"]',
    ]);
    expect(A.without(fromFieldsV1({ 'f:spec': {} })).isEmpty()).toBe(true);
  });

  it('has no empty branches, so that emptiness and equality can be seen', () => {
    expect(A.difference(A).isEmpty()).toBe(true);
    expect(A.difference(A).children.size).toBe(0);
    expect(A.union(FieldSet.empty).equals(A)).toBe(true);
    expect(A.equals(B)).toBe(false);
  });

  it('prints paths as the real server does in conflicts', () => {
    const set = fromFieldsV1({ 'f:a': { 'k:{"name":"x","port":1}': { 'f:b': {} }, 'i:3': {} } });
    expect(set.paths()).toEqual(['.a[3]', '.a[name="x",port=1].b']);
  });
});
