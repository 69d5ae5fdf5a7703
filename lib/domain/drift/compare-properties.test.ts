import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '../hedgehog/kubernetes-object.ts';
import { canonicalJson } from './canonical-json.ts';
import { compare } from './compare.ts';
import type { Comparison, Path } from './comparison.ts';
import { normalForm, normalise } from './normalise.ts';
import { planFor } from './plan.ts';
import { calculateDriftScore } from './score.ts';
import { setOwn } from './set-own.ts';
import { anyJson, anyObject, anyShape, shapeSchema } from './testing/arbitraries.ts';
import { inCluster, inGit, realPaths, schemaWith, type Type, vpcType } from './testing/live-object.ts';

const thing: Type = { apiVersion: 'lab.example.com/v1', kind: 'Thing' };
const schema = schemaWith(shapeSchema);
const plan = planFor(schema, null).spec;
const barePlan = planFor(null, null).spec;

const judge = (desired: Json, actual: Json, type = thing, withSchema = true) =>
  compare({
    desired: inGit(type, desired),
    actual: inCluster(type, actual),
    schema: withSchema ? schema : null,
  });

const form = (spec: Json) => {
  const normal = normalise(plan, spec);
  return normal === null ? null : normalForm(normal);
};

/** The same value with keys in reverse order, and set-like lists too. */
function reversed(value: Json, key = ''): Json {
  if (Array.isArray(value)) {
    const items = value.map((item) => reversed(item));
    return key === 'unordered' || key === 'keyed' ? items.reverse() : items;
  }
  if (!isJsonObject(value)) return value;
  const object: JsonObject = {};
  for (const [name, child] of Object.entries(value).reverse())
    setOwn(object, name, name === 'free' ? child : reversed(child, name));
  return object;
}

function at(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(
    (place, key) => (isJsonObject(place) && Object.hasOwn(place, key) ? place[key] : undefined),
    value,
  );
}

/** Gives `target` at `path` what `source` has there. Paths end at the first list, which is taken whole. */
function take(target: JsonObject, source: JsonObject, path: Path): void {
  const list = path.findIndex((key) => typeof key === 'number');
  const keys = (list < 0 ? path : path.slice(0, list)).map(String);
  const last = keys.pop() ?? '';
  let place = target;
  for (const key of keys) {
    const next = Object.hasOwn(place, key) ? place[key] : undefined;
    if (!isJsonObject(next)) setOwn(place, key, {});
    place = place[key] as JsonObject;
  }
  const value = at(source, [...keys, last]);
  if (value !== undefined) setOwn(place, last, value);
  else remove(target, source, [...keys, last]);
}

/** Takes a key away, and with it the sections that `source` does not have either. */
function remove(target: JsonObject, source: JsonObject, path: readonly string[]): void {
  const parent = at(target, path.slice(0, -1));
  if (!isJsonObject(parent)) return;
  delete parent[path.at(-1) ?? ''];
  const above = path.slice(0, -1);
  if (above.length > 0 && Object.keys(parent).length === 0 && at(source, above) === undefined)
    remove(target, source, above);
}

function applyAll(desired: JsonObject, actual: JsonObject, comparison: Comparison): JsonObject {
  const result = structuredClone(actual);
  for (const { path } of comparison.differences) {
    if (path.length > 1) take(result, desired, path.slice(1));
    else return desired;
  }
  return result;
}

describe('compare', () => {
  test('a thing does not differ from itself, whatever it is', () => {
    fc.assert(
      fc.property(anyJson, fc.constantFrom(thing, vpcType), fc.boolean(), (spec, type, withSchema) => {
        const comparison = judge(spec, structuredClone(spec), type, withSchema);
        expect(realPaths(comparison)).toEqual([]);
        expect(comparison).toMatchObject({ status: 'in_sync', score: 0 });
      }),
    );
  });

  test('the order of keys and of set-like lists never matters', () => {
    fc.assert(
      fc.property(anyShape, (spec) => {
        expect(realPaths(judge(spec, reversed(spec)))).toEqual([]);
      }),
    );
    fc.assert(
      fc.property(anyShape, anyShape, (desired, actual) => {
        expect(judge(reversed(desired), reversed(actual)).score).toBe(judge(desired, actual).score);
      }),
    );
  });

  test('nothing real differs exactly when the normal forms are the same', () => {
    fc.assert(
      fc.property(anyShape, anyShape, (desired, actual) => {
        const same = canonicalJson(form(desired)) === canonicalJson(form(actual));
        expect(judge(desired, actual).realCount === 0).toBe(same);
      }),
      { numRuns: 500 },
    );
  });

  test('applying all differences to actual yields desired', () => {
    fc.assert(
      fc.property(anyShape, anyShape, (desired, actual) => {
        const result = applyAll(desired, actual, judge(desired, actual));
        expect(canonicalJson(form(result))).toBe(canonicalJson(form(desired)));
      }),
      { numRuns: 500 },
    );
  });

  test('swapping the sides swaps the operations', () => {
    const swap = {
      changed: 'changed',
      missing_in_cluster: 'only_in_cluster',
      only_in_cluster: 'missing_in_cluster',
    };
    const ops = ({ differences }: Comparison, turn: (op: keyof typeof swap) => string) =>
      differences
        .filter((d) => d.class === 'real')
        .map((d) => `${d.path.filter((key) => typeof key !== 'number').join('/')} ${turn(d.op)}`)
        .sort();
    fc.assert(
      fc.property(anyShape, anyShape, (one, other) => {
        const forth = ops(judge(one, other), (op) => swap[op]);
        expect(ops(judge(other, one), (op) => op)).toEqual(forth);
      }),
      { numRuns: 500 },
    );
  });

  test('the score lies in [0, 1] and is 0 exactly when nothing real differs', () => {
    fc.assert(
      fc.property(
        anyJson,
        anyJson,
        fc.constantFrom(thing, vpcType),
        fc.boolean(),
        (desired, actual, type, withSchema) => {
          const { score, realCount, status } = judge(desired, actual, type, withSchema);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          expect(score === 0).toBe(realCount === 0);
          expect(status === 'in_sync').toBe(realCount === 0);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('without defaults the score is the seed’s on the two normal forms', () => {
    const text = (spec: JsonObject) => {
      const normal = normalise(barePlan, spec);
      const value = normal === null ? {} : normalForm(normal);
      return isJsonObject(value) ? value : {};
    };
    // In the seed's language true equals 1, here it does not.
    const withoutBooleans = anyObject.map(
      (object): JsonObject =>
        JSON.parse(JSON.stringify(object), (_key, value) =>
          typeof value === 'boolean' ? `${value}` : value,
        ),
    );
    fc.assert(
      fc.property(withoutBooleans, withoutBooleans, (desired, actual) => {
        const comparison = judge(desired, actual, thing, false);
        expect(comparison.score).toBeCloseTo(calculateDriftScore(text(desired), text(actual)), 12);
      }),
      { numRuns: 500 },
    );
  });
});

describe('normalise', () => {
  test('is idempotent', () => {
    fc.assert(
      fc.property(anyShape, (spec) => {
        const once = form(spec);
        expect(canonicalJson(once === null ? null : form(once))).toBe(canonicalJson(once));
      }),
    );
  });

  test('is idempotent for anything', () => {
    fc.assert(
      fc.property(anyJson, (spec) => {
        const once = form(spec);
        expect(canonicalJson(once === null ? null : form(once))).toBe(canonicalJson(once));
      }),
    );
  });
});
