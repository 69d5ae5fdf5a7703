import { describe, expect, it } from 'vitest';
import type { Json } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { equalJson, isJsonObject, objectAt, own, setOwn, stableJson, stringAt } from './json-value.ts';

describe('reading', () => {
  const value = { a: { b: { c: 'x', n: 3 } }, list: [{}] };

  it('goes down named sections only', () => {
    expect(objectAt(value, 'a', 'b')).toEqual({ c: 'x', n: 3 });
    expect(objectAt(value)).toBe(value);
    expect(objectAt(value, 'a', 'b', 'c')).toBeUndefined();
    expect(objectAt(value, 'list', '0')).toBeUndefined();
    expect(objectAt(undefined, 'a')).toBeUndefined();
    expect(stringAt(value, 'a', 'b', 'c')).toBe('x');
    expect(stringAt(value, 'a', 'b', 'n')).toBeUndefined();
    expect(stringAt(value)).toBeUndefined();
  });

  it('does not find what is inherited', () => {
    expect(own({}, 'toString')).toBeUndefined();
    expect(objectAt({}, '__proto__')).toBeUndefined();
    expect(own(JSON.parse('{"__proto__":1}'), '__proto__')).toBe(1);
  });

  it('tells objects from lists and null', () => {
    expect([{}, [], null, 'x', 3].map(isJsonObject)).toEqual([true, false, false, false, false]);
  });
});

it('writes hostile keys as data', () => {
  const object = {};
  setOwn(object, '__proto__', { polluted: true });
  setOwn(object, 'a', 1);
  expect(JSON.stringify(object)).toBe('{"__proto__":{"polluted":true},"a":1}');
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

describe('equalJson', () => {
  it.each<[Json | undefined, Json | undefined, boolean]>([
    [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: 1 }, { b: 1 }, false],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [[], {}, false],
    [{}, [], false],
    [null, undefined, false],
    [undefined, undefined, true],
    ['1', 1, false],
    [0, false, false],
  ])('%j and %j: %s', (a, b, equal) => {
    expect(equalJson(a, b)).toBe(equal);
    expect(equalJson(b, a)).toBe(equal);
  });
});

it('prints the same for the same, whatever the order of keys', () => {
  expect(stableJson({ b: [{ d: 1, c: 'ä' }], a: null })).toBe('{"a":null,"b":[{"c":"ä","d":1}]}');
  expect(stableJson({ a: null, b: [{ c: 'ä', d: 1 }] })).toBe(stableJson({ b: [{ d: 1, c: 'ä' }], a: null }));
});
