import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compare } from '#lib/domain/drift/compare.ts';
import { minimalDesired } from '#lib/domain/drift/minimal-desired.ts';
import { ruleTree } from '#lib/domain/drift/rule-tree.ts';
import { calculateDriftScore, classifySeverity } from '#lib/domain/drift/score.ts';
import { findKindProfile } from '#lib/domain/hedgehog/catalogue.ts';
import { groupOf, isJsonObject, type Json, type JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { sharedMaterial } from '#lib/git/testing/shared-material.ts';
import { compareFolder, findCases, readCase, SIDE } from './compare-folder.ts';
import type { Verdict } from './compare-objects.ts';
import { findSchema, readCrds, readCrdsBeside, type Schemas } from './schemas.ts';

interface Expected {
  status: string;
  real: string[][];
  allowed?: string[][];
  dropped?: string[][];
  by?: string;
  orphan?: boolean;
}

const folder = sharedMaterial('data/drift-cases', 'drift cases');
const crds = sharedMaterial('data/hedgehog/crds', 'drift cases');
const scores = sharedMaterial('data/drift-score.jsonl', 'drift scores');

const isBelow = (path: readonly string[], top: readonly string[]) => top.every((key, i) => path[i] === key);
const isBelowAny = (path: readonly string[], tops: readonly string[][]) =>
  tops.some((top) => isBelow(path, top));

function readSchemas(cases: string, crdFolder: string): Schemas {
  const schemas: Schemas = new Map();
  readCrds(schemas, crdFolder);
  readCrdsBeside(schemas, cases, SIDE, () => {});
  return schemas;
}

describe.runIf(folder !== null && crds !== null)('labelled cases', () => {
  const [cases, crdFolder] = [folder ?? '', crds ?? ''];
  const verdicts = new Map<string, Verdict>();
  const warnings: string[] = [];
  if (folder !== null && crds !== null) {
    const schemas: Schemas = new Map();
    readCrds(schemas, crdFolder);
    compareFolder(cases, schemas, {
      print: (line) => {
        const { case: name, ...verdict } = JSON.parse(line);
        verdicts.set(name, verdict);
      },
      warn: (line) => warnings.push(line),
    });
  }
  const names = folder === null ? [] : findCases(cases);

  test('every case was judged, with a schema', () => {
    expect(names.length).toBeGreaterThan(500);
    expect([...verdicts.keys()]).toEqual(names);
    expect(warnings).toEqual([]);
  });

  test.each(names)('%s', (name) => {
    const expected: Expected = JSON.parse(readFileSync(join(cases, `${name}.expected.json`), 'utf8'));
    const verdict = verdicts.get(name);
    expect(verdict?.status).toBe(expected.status);
    const real = verdict?.real ?? [];
    for (const top of expected.real) expect(real.filter(({ path }) => isBelow(path, top))).not.toEqual([]);
    const admitted = [...expected.real, ...(expected.allowed ?? [])];
    expect(real.filter(({ path }) => !isBelowAny(path, admitted))).toEqual([]);
    for (const path of expected.dropped ?? []) expect(verdict?.dropped).toContainEqual(path);
    if (expected.by !== undefined) {
      for (const { path, by } of real) if (isBelowAny(path, expected.real)) expect(by).toBe(expected.by);
    }
    if (expected.orphan !== undefined) expect(verdict?.orphan).toBe(expected.orphan);
  });

  test('the catalogue alone judges the kinds it knows as well', () => {
    const wrong = names.filter((name) => {
      if (!existsSync(join(cases, `${name}.desired.yaml`)) || name.startsWith('rack/')) return false;
      const { desired, actual } = readCase(cases, name);
      return compare({ desired, actual, schema: null }).status !== verdicts.get(name)?.status;
    });
    expect(wrong).toEqual([]);
  });

  test('the shortest document of every live object has no real difference to it', () => {
    const schemas = readSchemas(cases, crdFolder);
    for (const name of names) {
      const { actual } = readCase(cases, name);
      if (actual === null) continue;
      const { schema } = findSchema(schemas, actual);
      const desired = minimalDesired(actual, schema);
      expect(compare({ desired, actual, schema }), name).toMatchObject({ status: 'in_sync', score: 0 });
      expect(JSON.stringify(desired).length).toBeLessThanOrEqual(JSON.stringify(actual).length);
    }
  });
});

/** Fields of a schema's spec that the catalogue's rules do not name. */
function unnamed(
  schema: Json | undefined,
  rules: ReturnType<typeof ruleTree> | undefined,
  path: string,
): string[] {
  if (!isJsonObject(schema)) return [];
  const nested: [string, Json | undefined][] = [
    ...Object.entries(isJsonObject(schema.properties) ? schema.properties : {}),
    ...(isJsonObject(schema.items) && isJsonObject(schema.items.properties)
      ? [['[]', schema.items] as [string, Json]]
      : []),
    ...(isJsonObject(schema.additionalProperties) && isJsonObject(schema.additionalProperties.properties)
      ? [['*', schema.additionalProperties] as [string, Json]]
      : []),
  ];
  return nested.flatMap(([key, child]) => {
    const below = rules?.children.get(key);
    return below === undefined ? [`${path}.${key}`] : unnamed(child, below, `${path}.${key}`);
  });
}

test.runIf(crds !== null)('the catalogue names every field of the kinds it knows', () => {
  const schemas: Schemas = new Map();
  readCrds(schemas, crds ?? '');
  const missing = [...schemas].flatMap(([key, served]) => {
    const profile = findKindProfile(groupOf(key), key.slice(key.indexOf('/') + 1));
    const root = [...served.schemas.values()][0]?.root;
    if (profile === null || !isJsonObject(root?.properties)) return [];
    return unnamed(root.properties.spec, ruleTree(profile), profile.kind);
  });
  expect(missing).toEqual([]);
});

describe.runIf(scores !== null)('scores of the seed', () => {
  const lines = scores === null ? [] : readFileSync(scores, 'utf8').trim().split('\n');
  const rows = lines.map(
    (line): { desired: JsonObject | null; actual: JsonObject | null; score: number; severity: string } =>
      JSON.parse(line),
  );

  test('there are hundreds of them', () => expect(rows.length).toBeGreaterThan(300));

  test.each(rows.map((row, index) => [index + 1, row] as const))(
    'line %d',
    (_line, { desired, actual, score, severity }) => {
      expect(calculateDriftScore(desired, actual)).toBeCloseTo(score, 12);
      expect(classifySeverity(calculateDriftScore(desired, actual))).toBe(severity);
    },
  );
});
