import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { covers, threeWayPatch } from './three-way-patch.ts';

describe('threeWayPatch', () => {
  it.each<[string, JsonObject, JsonObject, JsonObject, JsonObject | null]>([
    ['nothing to do', { a: 1 }, { a: 1 }, { a: 1, b: 2 }, null],
    ['a change', { a: 1 }, { a: 2 }, { a: 1 }, { a: 2 }],
    ['a change by hand, reverted', { a: 1 }, { a: 1 }, { a: 9 }, { a: 1 }],
    ['an addition', {}, { a: 1 }, {}, { a: 1 }],
    ['a removal', { a: 1, b: 2 }, { a: 1 }, { a: 1, b: 2 }, { b: null }],
    ['a removal that happened already', { a: 1, b: 2 }, { a: 1 }, { a: 1 }, null],
    ['what others added, kept', { s: { a: 1 } }, { s: { a: 1 } }, { s: { a: 1, b: 2 } }, null],
    [
      'deep inside',
      { s: { t: { a: 1, b: 2 } } },
      { s: { t: { a: 3 } } },
      { s: { t: { a: 1, b: 2 } } },
      { s: { t: { a: 3, b: null } } },
    ],
    ['lists whole', { l: [1] }, { l: [1, 2] }, { l: [1] }, { l: [1, 2] }],
    ['a section in place of a value', {}, { s: { a: 1 } }, { s: 3 }, { s: { a: 1 } }],
    ['a section that is missing', { s: { a: 1 } }, { s: { a: 1 } }, {}, { s: { a: 1 } }],
  ])('%s', (_, last, wanted, live, patch) => {
    expect(threeWayPatch(last, wanted, live)).toEqual(patch);
  });
});

describe('covers', () => {
  it.each<[Json, Json, boolean]>([
    [{ a: 1, b: 2 }, { a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: [{ x: 1, ip: 'filled' }] }, { a: [{ x: 1 }] }, true],
    [{ a: [{ x: 1 }, { x: 2 }] }, { a: [{ x: 1 }] }, false],
    [{ a: [1, 2] }, { a: [2, 1] }, false],
    [{ a: 'x/default' }, { a: 'x' }, false],
    [{ a: 3 }, { a: [] }, false],
    [{ a: 3 }, { a: {} }, false],
    [{}, {}, true],
  ])('%j covers %j: %s', (live, wanted, covered) => {
    expect(covers(live, wanted)).toBe(covered);
  });
});
