import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isJsonObject,
  type Json,
  type JsonObject,
  type KubernetesObject,
} from '../hedgehog/kubernetes-object.ts';
import { compare } from './compare.ts';
import type { Comparison, Difference } from './comparison.ts';
import type { OpinionOutcome } from './second-opinion.ts';
import { OPINION_OUTCOMES } from './second-opinion.ts';
import { anyJson, anyShape, shapeSchema } from './testing/arbitraries.ts';
import {
  inCluster,
  inGit,
  type Owners,
  realPaths,
  schemaWith,
  type Type,
  vpcType,
} from './testing/live-object.ts';

const thing: Type = { apiVersion: 'lab.example.com/v1', kind: 'Thing' };
const schema = schemaWith(shapeSchema);

const judge = (git: Json, actual: KubernetesObject, secondOpinion?: OpinionOutcome, known = true) =>
  compare({
    desired: inGit({ apiVersion: actual.apiVersion, kind: actual.kind }, git),
    actual,
    schema: known ? schema : null,
    ...(secondOpinion === undefined ? {} : { secondOpinion }),
  });

const line = ({ pathText, op, class: cause, desired, actual }: Difference) =>
  JSON.stringify([pathText, op, cause, desired, actual]);
const realOnes = ({ differences }: Comparison) => differences.filter((one) => one.class === 'real');
/** What an opinion may explain. */
const isUnowned = ({ op, writer }: Difference) => op === 'only_in_cluster' && writer === undefined;

describe('the server says that applying would change nothing', () => {
  const git = { word: 'a' };

  test('what nobody owns and Git does not say was filled, though nothing is known of owners', () => {
    const cleared = inCluster(thing, { word: 'a', named: { x: { word: 'b' } } });
    expect(judge(git, cleared).status).toBe('spec_drift');
    const comparison = judge(git, cleared, 'unchanged');
    expect(comparison).toMatchObject({ status: 'in_sync', score: 0, severity: 'none', worst: null });
    expect(comparison.differences).toMatchObject([
      {
        pathText: 'spec.named.x',
        class: 'defaulted',
        reason: 'the server says that applying would change nothing, and nobody owns it',
      },
    ]);
  });

  test.each(OPINION_OUTCOMES.filter((outcome) => outcome !== 'unchanged'))(
    '%s explains nothing',
    (outcome) => {
      const cleared = inCluster(thing, { word: 'a', count: 2 });
      expect(judge(git, cleared, outcome)).toEqual(judge(git, cleared));
    },
  );

  const cases: [string, Json, Json, Owners][] = [
    ['a changed value', { word: 'a' }, { word: 'b' }, {}],
    ['a missing leaf', { word: 'a', count: 2 }, { word: 'a' }, {}],
    ['an owned leaf', { word: 'a' }, { word: 'a', count: 2 }, { hand: { count: 2 } }],
    ['what Git writes as empty', { word: 'a', count: 0 }, { word: 'a', count: 2 }, {}],
    ['a leaf that a deployer still owns', { word: 'a' }, { word: 'a', count: 2 }, { deployer: { count: 2 } }],
  ];
  test.each(cases)('%s stays real', (_name, desired, actual, owners) => {
    const live = inCluster(thing, actual, owners);
    expect(realPaths(judge(desired, live, 'unchanged'))).toEqual(realPaths(judge(desired, live)));
    expect(judge(desired, live, 'unchanged').status).toBe('spec_drift');
  });
});

/** Nobody, one, or two managers own some part of what the cluster has. */
const anyOwners = (spec: JsonObject): fc.Arbitrary<Owners> => {
  const part = fc.subarray(Object.keys(spec)).map((keys) => {
    const owned: JsonObject = {};
    for (const key of keys) Object.defineProperty(owned, key, { value: spec[key], enumerable: true });
    return owned;
  });
  return fc.record<Owners>({ deployer: part, hand: part }, { requiredKeys: [] });
};

const anyPair = fc
  .tuple(fc.oneof(anyShape, anyJson), anyShape, fc.constantFrom(thing, vpcType), fc.boolean())
  .chain(([git, spec, type, known]) =>
    anyOwners(spec).map((owners) => ({ git, live: inCluster(type, spec, owners), known })),
  );

describe('whatever the two sides are', () => {
  test('an opinion never makes a verdict worse', () => {
    fc.assert(
      fc.property(anyPair, fc.constantFrom(...OPINION_OUTCOMES), ({ git, live, known }, outcome) => {
        const [without, opined] = [judge(git, live, undefined, known), judge(git, live, outcome, known)];
        expect(opined.realCount).toBeLessThanOrEqual(without.realCount);
        if (without.status === 'in_sync') expect(opined).toEqual(without);
        expect(opined.score === 0).toBe(opined.realCount === 0);
        expect(opined.status === 'in_sync').toBe(opined.realCount === 0);
      }),
      { numRuns: 1000 },
    );
  });

  test('only what nobody owns and only the cluster has moves, and it moves to defaulted', () => {
    fc.assert(
      fc.property(anyPair, ({ git, live, known }) => {
        const [without, opined] = [judge(git, live, undefined, known), judge(git, live, 'unchanged', known)];
        const stays = new Set(opined.differences.map(line));
        for (const one of without.differences) {
          if (one.class !== 'real' || !isUnowned(one)) expect(stays).toContain(line(one));
          else expect(stays).toContain(line({ ...one, class: 'defaulted' }));
        }
        // A section that a hand wrote with nothing but defaults shows once what filled it is explained.
        const before = without.differences.map(({ pathText }) => pathText);
        for (const one of realOnes(opined).filter((real) => !before.includes(real.pathText))) {
          expect(one.writer).toBeDefined();
          expect(isJsonObject(one.actual ?? null)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
