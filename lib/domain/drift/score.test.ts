import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../hedgehog/kubernetes-object.ts';
import { calculateDriftScore, classifySeverity } from './score.ts';
import { anyObject } from './testing/arbitraries.ts';

test.each<[JsonObject | null, JsonObject | null, number]>([
  [null, null, 0],
  [{}, null, 0],
  [null, {}, 0],
  [{}, { a: 1 }, 1],
  [{ a: 1 }, null, 1],
  [{ a: null }, {}, 1],
  [{ a: null }, { a: null }, 0],
  [{ a: 1, b: 2 }, { a: 1, b: 3 }, 0.5],
  [{ a: 1 }, { b: 1 }, 1],
  [{ a: [1, 2] }, { a: [2, 1] }, 1],
  [{ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }, 0],
  [{ a: [] }, { a: {} }, 1],
  [{ a: { x: 1 } }, { a: { x: 1, y: 1 } }, 1],
  [{ a: { x: null } }, { a: { y: null } }, 1],
  [{ a: true }, { a: 1 }, 0],
  [{ a: [0] }, { a: [false] }, 0],
  [{ a: '1' }, { a: 1 }, 1],
])('%j against %j scores %d', (desired, actual, score) => {
  expect(calculateDriftScore(desired, actual)).toBe(score);
});

test.each([
  [0, 'none'],
  [0.0001, 'low'],
  [0.1, 'low'],
  [0.1001, 'medium'],
  [0.5, 'medium'],
  [0.5001, 'high'],
  [0.8, 'high'],
  [0.8001, 'critical'],
  [1, 'critical'],
  [Number.NaN, 'none'],
])('the score %d is %s', (score, severity) => {
  expect(classifySeverity(score)).toBe(severity);
});

/** The seed's function once more, written from its text and by other means: values are compared as Python compares them. */
function transcribed(desired: JsonObject | null, actual: JsonObject | null): number {
  const left = new Map(Object.entries(desired ?? {}));
  const right = new Map(Object.entries(actual ?? {}));
  if (left.size === 0 && right.size === 0) return 0;
  if (left.size === 0 || right.size === 0) return 1;
  const all = [...new Set([...left.keys(), ...right.keys()])];
  return (
    all.filter(
      (key) => !left.has(key) || !right.has(key) || !equal(left.get(key) ?? null, right.get(key) ?? null),
    ).length / all.length
  );
}

function equal(one: Json, other: Json): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, i) => equal(item, other[i] ?? null));
  }
  if (Array.isArray(one) || Array.isArray(other)) return false;
  if (typeof one === 'object' && typeof other === 'object' && one !== null && other !== null) {
    const right = new Map(Object.entries(other));
    const left = Object.entries(one);
    return (
      left.length === right.size &&
      left.every(([key, value]) => right.has(key) && equal(value, right.get(key) ?? null))
    );
  }
  const plain = (value: Json) => (typeof value === 'boolean' ? Number(value) : value);
  return plain(one) === plain(other);
}

test('the function equals an independent transcription', () => {
  const related = anyObject.chain((object) =>
    fc.tuple(fc.constant(object), fc.oneof(anyObject, fc.constant(structuredClone(object)))),
  );
  fc.assert(
    fc.property(
      fc.oneof(fc.tuple(anyObject, anyObject), related),
      fc.constantFrom('', 'left', 'right'),
      ([one, other], none) => {
        const desired = none === 'left' ? null : one;
        const actual = none === 'right' ? null : { ...one, ...other };
        expect(calculateDriftScore(desired, actual)).toBe(transcribed(desired, actual));
        expect(calculateDriftScore(one, other)).toBe(transcribed(one, other));
      },
    ),
    { numRuns: 1000 },
  );
});
