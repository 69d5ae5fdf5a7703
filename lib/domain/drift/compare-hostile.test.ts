import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KIND_PROFILES } from '../hedgehog/kinds/index.ts';
import type { Json, JsonObject } from '../hedgehog/kubernetes-object.ts';
import { canonicalActualContent, canonicalDesiredContent } from './canonical-content.ts';
import { compare } from './compare.ts';
import { minimalDesired } from './minimal-desired.ts';
import { summarise } from './summarise.ts';
import { anyJson, anyObject } from './testing/arbitraries.ts';
import {
  inCluster,
  inGit,
  realPaths,
  schemaOfCatalogue,
  schemaWith,
  type Type,
  vpcType,
} from './testing/live-object.ts';

const free = schemaWith({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true });
const thing: Type = { apiVersion: 'lab.example.com/v1', kind: 'Thing' };
const types = KIND_PROFILES.map(
  ({ group, kind, versions }): Type => ({ apiVersion: `${group}/${versions[0]}`, kind }),
);

function nested(depth: number, leaf: Json): JsonObject {
  let value: Json = leaf;
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? { a: value } : [value];
  return { a: value };
}

describe('no input throws', () => {
  test('any desired and actual of any kind, with any managedFields', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(thing, ...types),
        anyJson,
        anyJson,
        anyJson,
        fc.boolean(),
        (type, desired, actual, managed, known) => {
          const live = inCluster(type, actual);
          Object.assign(live.metadata, { managedFields: managed });
          const schema = !known ? null : type === thing ? free : schemaOfCatalogue(type);
          const comparison = compare({ desired: inGit(type, desired), actual: live, schema });
          expect(comparison.status).toMatch(/^(in_sync|spec_drift)$/);
          expect(canonicalActualContent(live)).toContain('"spec"');
          expect(minimalDesired(live, schema).kind).toBe(type.kind);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('owners of any shape', () => {
    const entries = fc.array(
      fc.record({ manager: anyJson, operation: anyJson, time: anyJson, fieldsV1: anyJson }),
    );
    fc.assert(
      fc.property(entries, anyObject, (managedFields, fields) => {
        const live = inCluster(vpcType, { mode: 'l3vni', permit: [['a']] });
        Object.assign(live.metadata, {
          managedFields: [...managedFields, { manager: 'm', fieldsV1: { 'f:spec': fields } }],
        });
        expect(compare({ desired: inGit(vpcType, {}), actual: live, schema: null }).differences).toHaveLength(
          2,
        );
      }),
    );
  });

  test('metadata of any shape', () => {
    fc.assert(
      fc.property(anyJson, anyJson, (labels, annotations) => {
        const metadata = JSON.parse(JSON.stringify({ labels, annotations }));
        const sides = {
          desired: inGit(vpcType, {}, metadata),
          actual: inCluster(vpcType, {}, {}, structuredClone(metadata)),
        };
        expect(compare({ ...sides, schema: null }).realCount).toBe(0);
      }),
    );
  });
});

describe('nothing hostile is mistaken', () => {
  test('prototype keys are ordinary keys', () => {
    const hostile: Json = JSON.parse('{"__proto__":{"polluted":1},"constructor":"x","toString":1}');
    const own: Json = JSON.parse('{"__proto__":{"polluted":2}}');
    expect(
      realPaths(compare({ desired: inGit(thing, hostile), actual: inCluster(thing, {}), schema: free })),
    ).toHaveLength(3);
    expect(
      realPaths(compare({ desired: inGit(thing, {}), actual: inCluster(thing, hostile), schema: free })),
    ).toHaveLength(3);
    expect(
      realPaths(compare({ desired: inGit(thing, hostile), actual: inCluster(thing, own), schema: free })),
    ).toContain('spec.__proto__.polluted');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('a subnet called __proto__ is compared and imported', () => {
    const spec: Json = JSON.parse('{"subnets":{"__proto__":{"subnet":"10.0.1.0/24","vlan":1}}}');
    const live: Json = JSON.parse(
      '{"subnets":{"__proto__":{"subnet":"10.0.1.0/24","vlan":2,"gateway":"10.0.1.1"}}}',
    );
    const comparison = compare({
      desired: inGit(vpcType, spec),
      actual: inCluster(vpcType, live),
      schema: null,
    });
    expect(realPaths(comparison)).toEqual(['spec.subnets.__proto__.vlan']);
    expect(JSON.stringify(minimalDesired(inCluster(vpcType, live), null).spec)).toBe(
      '{"subnets":{"__proto__":{"subnet":"10.0.1.0/24","vlan":2}}}',
    );
  });

  test.each<[Json, Json]>([
    ['NaN', 'nan'],
    ['1', 1],
    ['true', true],
    ['', null],
    [1, 1.0000001],
    ['1.0', '1'],
    ['Infinity', '-Infinity'],
    ['null', null],
    [[], {}],
    [0, false],
    [0, ''],
  ])('%j is not %j', (one, other) => {
    const sides = { desired: inGit(thing, { a: { v: one } }), actual: inCluster(thing, { a: { v: other } }) };
    expect(compare({ ...sides, schema: free }).realCount).toBe(1);
  });
});

describe('size', () => {
  test('10,000 levels are compared without overflow, and the difference is found at the deepest place that has a name', () => {
    const sides = (leaf: Json) => ({
      desired: inGit(thing, nested(10_000, 1)),
      actual: inCluster(thing, nested(10_000, leaf)),
    });
    expect(compare({ ...sides(1), schema: free }).realCount).toBe(0);
    const comparison = compare({ ...sides(2), schema: free });
    expect(comparison.realCount).toBe(1);
    expect(comparison.worst?.path.length).toBeGreaterThan(50);
    expect(summarise('k', comparison).first).toContain('spec.a');
    expect(canonicalActualContent(sides(2).actual)).not.toBe(canonicalActualContent(sides(1).actual));
    expect(canonicalDesiredContent(sides(1).desired)).toHaveLength(
      canonicalDesiredContent(sides(2).desired).length,
    );
    expect(minimalDesired(sides(1).actual, free).spec).toBeDefined();
  });

  test.each(types)('10,000 levels where $kind expects a value', (type) => {
    const deep = nested(10_000, 1);
    const spec: Json = Object.fromEntries(
      Object.keys(KIND_PROFILES.find((p) => p.kind === type.kind)?.fields ?? {}).map((f) => [
        f.split(/[.[]/)[0],
        deep,
      ]),
    );
    const sides = { desired: inGit(type, spec), actual: inCluster(type, structuredCloneShallow(spec)) };
    expect(compare({ ...sides, schema: schemaOfCatalogue(type) }).realCount).toBe(0);
  });

  test('a map of 5,000 entries with one that differs, lost and won', () => {
    const subnet = (i: number) => ({ subnet: `10.${i >> 8}.${i & 255}.0/24`, vlan: i });
    const entries = Array.from({ length: 5000 }, (_, i) => [`s-${i}`, subnet(i)] as const);
    const git = Object.fromEntries(entries);
    const live: JsonObject = {
      ...Object.fromEntries(entries.toReversed()),
      's-7': { ...subnet(7), vlan: 9 },
      extra: subnet(1),
    };
    const { 's-9': _lost, ...rest } = live;
    const comparison = compare({
      desired: inGit(vpcType, { subnets: git }),
      actual: inCluster(vpcType, { subnets: rest }),
      schema: null,
    });
    expect(realPaths(comparison).sort()).toEqual([
      'spec.subnets.extra',
      'spec.subnets.s-7.vlan',
      'spec.subnets.s-9',
    ]);
  });

  test('a list of 5,000 links in reverse order, and with every port moved', () => {
    const type = { apiVersion: 'wiring.githedgehog.com/v1beta1', kind: 'Connection' };
    const link = (i: number, port: string) => ({
      switch: { port: `s/${port}${i}` },
      server: { port: `x/${i}` },
    });
    const links = Array.from({ length: 5000 }, (_, i) => link(i, 'E1/'));
    const of = (list: Json[]) => ({ bundled: { links: list } });
    const same = compare({
      desired: inGit(type, of(links)),
      actual: inCluster(type, of(links.toReversed())),
      schema: null,
    });
    expect(same.realCount).toBe(0);
    const moved = links.map((_, i) => link(i, 'E2/'));
    expect(
      compare({ desired: inGit(type, of(links)), actual: inCluster(type, of(moved)), schema: null })
        .realCount,
    ).toBe(5000);
  });

  test('an object of 1.5 MB', () => {
    const big = 'x'.repeat(1_500_000);
    const sides = (end: string) => ({
      desired: inGit(vpcType, { mode: big, subnets: { a: { gateway: big } } }),
      actual: inCluster(vpcType, { mode: `${big}${end}`, subnets: { a: { gateway: `${big}${end}` } } }),
    });
    expect(compare({ ...sides(''), schema: null }).realCount).toBe(0);
    const comparison = compare({ ...sides('y'), schema: null });
    expect(realPaths(comparison)).toEqual(['spec.mode', 'spec.subnets.a.gateway']);
    expect(summarise('k', comparison).first?.length).toBeLessThan(200);
  });

  test('50,000 entries of managedFields', () => {
    const live = inCluster(vpcType, { mode: 'x' });
    const entry = { manager: 'm', operation: 'Update', fieldsV1: { 'f:spec': { 'f:mode': {} } } };
    Object.assign(live.metadata, { managedFields: Array.from({ length: 50_000 }, () => entry) });
    expect(compare({ desired: inGit(vpcType, {}), actual: live, schema: null }).worst?.writer?.manager).toBe(
      'm',
    );
  });
});

/** Deep copies of what is this deep overflow by themselves; sharing the values is enough here. */
function structuredCloneShallow(spec: Json): Json {
  return typeof spec === 'object' && spec !== null ? { ...spec } : spec;
}
