import { describe, expect, test } from 'vitest';
import type { Json } from '../hedgehog/kubernetes-object.ts';
import { compare } from './compare.ts';
import {
  classes,
  fieldsOf,
  inCluster,
  inGit,
  realPaths,
  schemaWith,
  rackType as type,
} from './testing/live-object.ts';

const text = { type: 'string' };
const schema = schemaWith({
  type: 'object',
  properties: {
    row: { ...text, default: 'A' },
    height: { type: 'integer', default: 42 },
    door: { ...text, nullable: true },
    lock: { ...text, nullable: true, default: 'shut' },
    power: {
      type: 'object',
      default: {},
      properties: { feeds: { type: 'integer', default: 2 }, phase: text },
    },
    tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: text },
    units: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['position'],
      items: {
        type: 'object',
        properties: { position: { type: 'integer' }, device: text, side: { ...text, default: 'front' } },
      },
    },
    steps: { type: 'array', items: text },
    limit: { 'x-kubernetes-int-or-string': true },
    memory: {
      'x-kubernetes-int-or-string': true,
      pattern:
        '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
    },
    wait: { ...text, format: 'duration' },
    address: { ...text, format: 'ipv6' },
    notes: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    half: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { known: text } },
    colours: { type: 'object', default: { z: 'red' }, additionalProperties: text },
    names: { type: 'object', additionalProperties: { type: 'object', properties: { a: text } } },
    whole: { type: 'object', 'x-kubernetes-map-type': 'atomic', properties: { a: text, b: text } },
  },
});

const judge = (git: Json, live: Json, owners = {}) =>
  compare({ desired: inGit(type, git), actual: inCluster(type, live, owners), schema });

const filled = { row: 'A', height: 42, lock: 'shut', power: { feeds: 2 } };

describe('no drift', () => {
  test.each<[string, Json, Json]>([
    ['defaults of the schema, also in a section with a default', {}, filled],
    ['an empty section gets its defaults', { power: {} }, filled],
    ['null where null is not allowed is absent', { row: null, power: null, door: null }, filled],
    ['null where null is allowed is kept instead of the default', { lock: null }, { ...filled, lock: null }],
    ['a set in another order', { tags: ['b', 'a'] }, { ...filled, tags: ['a', 'b'] }],
    [
      'a keyed list in another order, its items completed',
      {
        units: [
          { position: 2, device: 'x' },
          { position: 1, device: 'y' },
        ],
      },
      {
        ...filled,
        units: [
          { position: 1, device: 'y', side: 'front' },
          { position: 2, device: 'x', side: 'front' },
        ],
      },
    ],
    [
      'quantities, durations and addresses in another spelling',
      { memory: '1024Mi', wait: '60s', address: '::0:1' },
      { ...filled, memory: '1Gi', wait: '1m0s', address: '::1' },
    ],
    ['a quantity as a number', { memory: 2 }, { ...filled, memory: '2000m' }],
    ['a map with a default', {}, { ...filled, colours: { z: 'red' } }],
    ['an empty map instead of the default', { colours: {} }, { ...filled, colours: {} }],
    ['empty sections, lists and maps', { notes: {}, steps: [], names: {}, whole: { a: null } }, filled],
  ])('%s', (_name, git, live) => {
    const comparison = judge(git, live);
    expect(realPaths(comparison)).toEqual([]);
    expect(comparison.status).toBe('in_sync');
  });
});

describe('drift', () => {
  test.each<[string, Json, Json, string[]]>([
    ['a default changed', {}, { ...filled, row: 'C' }, ['spec.row']],
    ['an explicit zero instead of the default', {}, { ...filled, height: 0 }, ['spec.height']],
    ['Git says zero, the cluster has the default', { height: 0 }, filled, ['spec.height']],
    [
      'zero is a value where no catalogue says otherwise',
      { limit: 0, door: '' },
      filled,
      ['spec.limit', 'spec.door'],
    ],
    ['null where null is allowed differs from the default', { lock: null }, filled, ['spec.lock']],
    ['a default within a section', {}, { ...filled, power: { feeds: 3 } }, ['spec.power.feeds']],
    ['a quantity as another number', { memory: 2 }, { ...filled, memory: 3 }, ['spec.memory']],
    ['a default map emptied', {}, { ...filled, colours: {} }, ['spec.colours']],
    ['a default entry replaced', {}, { ...filled, colours: { y: 'red' } }, ['spec.colours']],
    ['a default entry where Git has none', { colours: {} }, filled, ['spec.colours']],
    ['an item of a set', { tags: ['a', 'b'] }, { ...filled, tags: ['a', 'c'] }, ['spec.tags[1]']],
    [
      'one field of one keyed item',
      { units: [{ position: 1, device: 'x' }] },
      { ...filled, units: [{ position: 1, device: 'y', side: 'front' }] },
      ['spec.units[0].device'],
    ],
    [
      'a field of a keyed item that Git leaves to its default',
      { units: [{ position: 1 }] },
      { ...filled, units: [{ position: 1, side: 'rear' }] },
      ['spec.units[0].side'],
    ],
    [
      'a plain list keeps its order',
      { steps: ['a', 'b'] },
      { ...filled, steps: ['b', 'a'] },
      ['spec.steps[0]', 'spec.steps[1]'],
    ],
    ['a number is not the same text', { limit: 80 }, { ...filled, limit: '80' }, ['spec.limit']],
    [
      'free-form fields, to the leaf',
      { notes: { a: { b: [1, { c: 'd' }] } } },
      { ...filled, notes: { a: { b: [1, { c: 'e' }] } } },
      ['spec.notes.a.b[1].c'],
    ],
    [
      'an empty free-form entry is an entry',
      { notes: { a: {} } },
      { ...filled, notes: { b: null } },
      ['spec.notes.a', 'spec.notes.b'],
    ],
    [
      'unknown fields where the schema keeps them',
      { half: { known: 'x', other: 1 } },
      { ...filled, half: { known: 'x' } },
      ['spec.half.other'],
    ],
    ['an empty entry of a map by name', { names: { x: {} } }, filled, ['spec.names.x']],
    ['another type at one place', { power: { feeds: 2 } }, { ...filled, power: 'on' }, ['spec.power']],
    ['a list where a map was', { notes: { a: [] } }, { ...filled, notes: { a: {} } }, ['spec.notes.a']],
  ])('%s', (_name, git, live, real) => {
    expect(realPaths(judge(git, live))).toEqual(real);
  });

  test('the whole spec of another type', () => {
    expect(realPaths(judge({ row: 'B' }, 'text'))).toEqual(['spec']);
  });
});

test('fields that the schema lacks are dropped, at every depth, and nothing around them is drift', () => {
  const git = {
    rows: 1,
    power: { feeds: 2, extra: {} },
    units: [{ position: 1, colour: 'red' }],
    names: { x: { z: 1 } },
  };
  const live = { ...filled, units: [{ position: 1, side: 'front' }], names: { x: {} } };
  expect(classes(judge(git, live))).toMatchObject({
    'spec.rows': 'dropped',
    'spec.power.extra': 'dropped',
    'spec.units[0].colour': 'dropped',
    'spec.names.x.z': 'dropped',
  });
  expect(judge(git, live).status).toBe('in_sync');
});

test('a field that the schema lacks and the cluster has is compared: the schema at hand is the older one', () => {
  expect(realPaths(judge({ rows: 1 }, { ...filled, rows: 2 }))).toEqual(['spec.rows']);
  expect(judge({ rows: 1 }, { ...filled, rows: 1 }).realCount).toBe(0);
});

test('items of keyed lists and sets have writers of their own', () => {
  const git = { tags: ['a'], units: [{ position: 1 }], steps: [] };
  const live = {
    ...filled,
    tags: ['a', 'b'],
    units: [
      { position: 1, side: 'rear' },
      { position: 2, side: 'front' },
    ],
  };
  const item = (fields: Json) => ({ '.': {}, ...fieldsOf(fields) });
  const actual = inCluster(type, live, { deployer: git });
  actual.metadata.managedFields?.push({
    manager: 'kubectl-edit',
    fieldsV1: {
      'f:spec': {
        'f:tags': { 'v:"b"': {} },
        'f:units': {
          'k:{"position":1}': { 'f:side': {} },
          'k:{"position":2}': item({ position: 2, side: 'x' }),
        },
      },
    },
  });
  const comparison = compare({ desired: inGit(type, git), actual, schema });
  const writers = comparison.differences
    .filter((d) => d.class === 'real')
    .map((d) => [d.pathText, d.writer?.manager]);
  expect(writers).toEqual([
    ['spec.tags[1]', 'kubectl-edit'],
    ['spec.units[0].side', 'kubectl-edit'],
    ['spec.units[1]', 'kubectl-edit'],
  ]);
});

test('a section that the schema calls atomic has one writer', () => {
  const actual = inCluster(type, { ...filled, whole: { a: 'y' } }, { hand: { whole: [] } });
  const comparison = compare({ desired: inGit(type, { whole: { a: 'x' } }), actual, schema });
  expect(comparison.worst?.writer?.manager).toBe('kubectl-edit');
});

test('without schema and catalogue the text decides, empties aside', () => {
  const sides = {
    desired: inGit(type, { a: {}, b: [], c: { d: 1 } }),
    actual: inCluster(type, { c: { d: 2 }, e: null }),
  };
  const comparison = compare({ ...sides, schema: null });
  expect(realPaths(comparison)).toEqual(['spec.c.d']);
  expect(comparison.uncertain).toBe(true);
});

test('a default map that lost its entries is real although nobody owns what is left', () => {
  const owners = { deployer: { height: 42 } };
  const emptied = judge({ height: 42 }, { ...filled, colours: {} }, owners);
  expect(realPaths(emptied)).toEqual(['spec.colours']);
  expect(realPaths(judge({ height: 42 }, { ...filled, colours: { z: 'red' } }, owners))).toEqual([]);
});
