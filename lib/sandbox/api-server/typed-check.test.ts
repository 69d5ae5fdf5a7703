import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { SORTS } from '../testing/schemas.ts';
import { findTypeErrors } from './typed-check.ts';

describe('findTypeErrors', () => {
  it('finds nothing in what fits, nulls and untyped parts included', () => {
    const value = { text: null, count: 1, free: { a: [{}] }, either: 'x', bare: { anything: 1 }, set: ['a'] };
    expect(findTypeErrors(value, SORTS)).toEqual([]);
  });

  // Words observed on kube-apiserver 1.34.
  it.each<[JsonObject, string]>([
    [{ colour: 1 }, '.colour: field not declared in schema'],
    [{ section: { c: 1 } }, '.section.c: field not declared in schema'],
    [{ text: 1 }, '.text: expected string, got &value.valueUnstructured{Value:1}'],
    [{ text: ['a'] }, '.text: expected string, got &value.valueUnstructured{Value:[]interface {}{"a"}}'],
    [
      { text: { a: 1 } },
      '.text: expected string, got &value.valueUnstructured{Value:map[string]interface {}{"a":1}}',
    ],
    [{ count: 'x' }, '.count: expected numeric (int or float), got string'],
    [{ count: true }, '.count: expected numeric (int or float), got bool'],
    [{ keyed: [{ id: 'x' }] }, '.keyed[0].id: expected numeric (int or float), got string'],
  ])('says of %j: %s', (value, problem) => {
    expect(findTypeErrors(value, SORTS)).toEqual([problem]);
  });

  it.each<[JsonObject, RegExp]>([
    [{ section: [] }, /^\.section: expected map, got /],
    [{ list: {} }, /^\.list: expected list, got /],
    [{ named: { p: 3 } }, /^\.named\.p: expected map, got /],
  ])('says of %j what it expected', (value, problem) => {
    expect(findTypeErrors(value, SORTS)[0]).toMatch(problem);
  });
});
