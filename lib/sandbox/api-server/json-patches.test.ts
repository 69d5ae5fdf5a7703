import { describe, expect, it } from 'vitest';
import type { Json } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { jsonPatch, mergePatch } from './json-patches.ts';

describe('mergePatch', () => {
  // The examples of RFC 7386, appendix A, that concern objects.
  it.each<[Json, Json, Json]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    ['text', { a: 1 }, { a: 1 }],
  ])('%j with %j is %j', (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result);
  });

  it('leaves its inputs alone and keeps hostile keys as data', () => {
    const target = { a: { b: 1 } };
    const merged = mergePatch(target, JSON.parse('{"a":{"__proto__":{"x":1}}}'));
    expect(target).toEqual({ a: { b: 1 } });
    expect(JSON.stringify(merged)).toBe('{"a":{"b":1,"__proto__":{"x":1}}}');
  });
});

describe('jsonPatch', () => {
  const document = { a: { b: [1, 2], 'c/d': 'x' } };

  it.each<[string, Json, Json]>([
    ['adds to an object', { op: 'add', path: '/a/e', value: 1 }, { a: { b: [1, 2], 'c/d': 'x', e: 1 } }],
    ['inserts into a list', { op: 'add', path: '/a/b/1', value: 9 }, { a: { b: [1, 9, 2], 'c/d': 'x' } }],
    ['appends to a list', { op: 'add', path: '/a/b/-', value: 9 }, { a: { b: [1, 2, 9], 'c/d': 'x' } }],
    ['appends by index', { op: 'add', path: '/a/b/2', value: 9 }, { a: { b: [1, 2, 9], 'c/d': 'x' } }],
    ['replaces', { op: 'replace', path: '/a/c~1d', value: 'y' }, { a: { b: [1, 2], 'c/d': 'y' } }],
    ['replaces in a list', { op: 'replace', path: '/a/b/0', value: 9 }, { a: { b: [9, 2], 'c/d': 'x' } }],
    ['replaces the whole', { op: 'replace', path: '', value: 1 }, 1],
    ['removes', { op: 'remove', path: '/a/b/0' }, { a: { b: [2], 'c/d': 'x' } }],
    ['moves', { op: 'move', from: '/a/b', path: '/b' }, { a: { 'c/d': 'x' }, b: [1, 2] }],
    ['copies', { op: 'copy', from: '/a/b/0', path: '/a/b/-' }, { a: { b: [1, 2, 1], 'c/d': 'x' } }],
    ['tests', { op: 'test', path: '/a/b', value: [1, 2] }, document],
  ])('%s', (_, operation, result) => {
    expect(jsonPatch(document, [operation])).toEqual(result);
  });

  it.each<[string, Json]>([
    ['a test that does not hold', [{ op: 'test', path: '/a/b/0', value: 2 }]],
    ['a missing key', [{ op: 'remove', path: '/a/x' }]],
    ['an index past the end', [{ op: 'add', path: '/a/b/7', value: 1 }]],
    ['an index that is none', [{ op: 'remove', path: '/a/b/01' }]],
    ['a path through a scalar', [{ op: 'add', path: '/a/b/0/x', value: 1 }]],
    ['a path without a slash', [{ op: 'add', path: 'a', value: 1 }]],
    ['an unknown operation', [{ op: 'shuffle', path: '/a' }]],
    ['the removal of the whole', [{ op: 'remove', path: '' }]],
  ])('refuses %s with 422', (_, patch) => {
    expect(() => jsonPatch(document, patch)).toThrow(expect.objectContaining({ code: 422 }));
  });

  it.each<[Json]>([[{ op: 'add' }], [['add']], ['add']])('refuses %j as no patch at all', (patch) => {
    expect(() => jsonPatch(document, patch)).toThrow(expect.objectContaining({ code: 400 }));
  });

  it('changes nothing of the document', () => {
    jsonPatch(document, [{ op: 'remove', path: '/a/b' }]);
    expect(document).toEqual({ a: { b: [1, 2], 'c/d': 'x' } });
  });
});
