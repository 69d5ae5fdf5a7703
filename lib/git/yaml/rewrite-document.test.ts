import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, KubernetesObject } from '../../domain/hedgehog/kubernetes-object.ts';
import { sharedMaterial } from '../testing/shared-material.ts';
import { readManifests } from './read-manifests.ts';
import { readYaml } from './read-yaml.ts';
import { rewriteDocument } from './rewrite-document.ts';

const HEAD =
  '# ours\napiVersion: vpc.githedgehog.com/v1beta1\nkind:   VPC # a kind\nmetadata:\n  name: vpc-1\nspec:';

function objectOf(text: string): KubernetesObject {
  const [document] = readManifests(text, 'a.yaml').documents;
  if (document === undefined) throw new Error(`not read: ${text}`);
  return document.object;
}

/** Writes another spec into a document whose spec is these lines; gives the lines that it has then. */
function rewriteSpec(lines: string, spec: Json): string {
  const text = `${HEAD}${lines}`;
  const rewritten = rewriteDocument(text, { ...objectOf(text), spec });
  expect(objectOf(rewritten).spec).toEqual(spec);
  expect(rewritten.slice(0, HEAD.length)).toBe(HEAD);
  return rewritten.slice(HEAD.length);
}

describe('rewriteDocument leaves alone what says the same', () => {
  test.each<[string, string, Json, string]>([
    ['one value', '\n  vlan: 1 # why\n  b: 2\n', { vlan: 2, b: 2 }, '\n  vlan: 2 # why\n  b: 2\n'],
    [
      'a value in quotes',
      '\n  a: "x" # c\n  b: \'y\'\n',
      { a: 'on', b: 'z' },
      '\n  a: "on" # c\n  b: \'z\'\n',
    ],
    ['a text that must be quoted', '\n  a: x\n', { a: 'on' }, "\n  a: 'on'\n"],
    ['a value that was empty', '\n  a:\n  b: 1\n', { a: 5, b: 1 }, '\n  a: 5\n  b: 1\n'],
    [
      'a key that goes',
      '\n  a: 1\n  # of b\n  b: 2\n  c: 3\n',
      { a: 1, c: 3 },
      '\n  a: 1\n  # of b\n  c: 3\n',
    ],
    [
      'a key that goes with all below it',
      '\n  a:\n    x: 1\n    k: [1,\n      2]\n  b: 2\n',
      { b: 2 },
      '\n  b: 2\n',
    ],
    [
      'a key that comes',
      '\n  a: 1 # c\n\n# end\n',
      { a: 1, z: { k: [1] } },
      '\n  a: 1 # c\n  z:\n    k:\n      - 1\n\n# end\n',
    ],
    [
      'keys that come below nested ones, too',
      '\n  a:\n    b: 1\n',
      { a: { b: 1, c: 2 }, d: 3 },
      '\n  a:\n    b: 1\n    c: 2\n  d: 3\n',
    ],
    [
      'a key below a comment of the one before',
      '\n  a: 1\n    # more of a\n',
      { a: 1, b: 'x\ny\n' },
      '\n  a: 1\n    # more of a\n  b: |\n    x\n    y\n',
    ],
    ['a key at the end without a line end', '\n  a: 1', { a: 1, b: 2 }, '\n  a: 1\n  b: 2\n'],
    [
      'a value that becomes a mapping',
      '\n  a: 1 # c\n  b: 2\n',
      { a: { x: 1 }, b: 2 },
      '\n  a: # c\n    x: 1\n  b: 2\n',
    ],
    [
      'a mapping that becomes a value',
      '\n  a: # c\n    x: 1\n  b: 2\n',
      { a: null, b: 2 },
      '\n  a: null # c\n  b: 2\n',
    ],
    [
      'a list that becomes empty',
      '\n  a: # c\n  - 1\n  - 2\n  b: 2\n',
      { a: [], b: 2 },
      '\n  a: [] # c\n  b: 2\n',
    ],
    [
      'a mapping that becomes a list',
      '\n  a: # c\n    x: 1\n  b: 2\n',
      { a: [1], b: 2 },
      '\n  a: # c\n    - 1\n  b: 2\n',
    ],
    ['a block of text', '\n  a: |\n    x\n    y\n  b: 2\n', { a: 'z', b: 2 }, '\n  a: z\n  b: 2\n'],
    ['an item of a list', '\n  l:\n  - 1 # one\n  - 2\n', { l: [1, 3] }, '\n  l:\n  - 1 # one\n  - 3\n'],
    [
      'an item in the middle that goes',
      '\n  l:\n  - 1\n  # two\n  - 2\n  - 3\n',
      { l: [1, 3] },
      '\n  l:\n  - 1\n  # two\n  - 3\n',
    ],
    [
      'items that come',
      '\n  l:\n    - x: 1 # c\n      k: 2\n',
      { l: [{ x: 1, k: 2 }, { x: 3 }] },
      '\n  l:\n    - x: 1 # c\n      k: 2\n    - x: 3\n',
    ],
    ['an item that comes first', '\n  l:\n  - b\n', { l: ['a', 'b'] }, '\n  l:\n  - a\n  - b\n'],
    [
      'within an item',
      '\n  l:\n    - x: 1\n      k: 2 # c\n',
      { l: [{ x: 1, k: 3, z: 4 }] },
      '\n  l:\n    - x: 1\n      k: 3 # c\n      z: 4\n',
    ],
    [
      'the first key of an item',
      '\n  l:\n    - x: 1\n      k: 2\n',
      { l: [{ k: 2 }] },
      '\n  l:\n    - k: 2\n',
    ],
    [
      'an item that becomes a mapping',
      '\n  l:\n  - 1\n  - 2\n',
      { l: [{ x: 1, k: 2 }, 2] },
      '\n  l:\n  - x: 1\n    k: 2\n  - 2\n',
    ],
    [
      'flow style',
      '\n  f: {a: 1, b: [1, 2]} # c\n',
      { f: { a: 5, b: [1, 3] } },
      '\n  f: {a: 5, b: [1, 3]} # c\n',
    ],
    [
      'flow style that changes its shape',
      '\n  f: {a: 1} # c\n  g: [1]\n',
      { f: { a: 1, b: 2 }, g: [1, 2] },
      '\n  f: {a: 1, b: 2} # c\n  g: [1, 2]\n',
    ],
    [
      'keys that are no text',
      '\n  on: 1 # c\n  0x10: 2\n',
      { true: 3, '16': 2 },
      '\n  on: 3 # c\n  0x10: 2\n',
    ],
  ])('%s', (_, lines, spec, expected) => {
    expect(rewriteSpec(lines, spec)).toBe(expected);
  });

  test('labels and annotations, and what is not named stays', () => {
    const text = `${HEAD} {}\n`.replace(
      '  name: vpc-1',
      '  name: vpc-1 # n\n  finalizers: [x]\n  labels:\n    a: "1" # la',
    );
    const object = objectOf(text);
    const metadata = { name: 'vpc-1', labels: { a: '2' }, annotations: { b: 'c' } };
    expect(rewriteDocument(text, { ...object, metadata })).toBe(
      text.replace('a: "1" # la', 'a: "2" # la\n  annotations:\n    b: c'),
    );
    expect(objectOf(rewriteDocument(text, { ...object, metadata: { name: 'vpc-1' } })).metadata).toEqual({
      name: 'vpc-1',
      finalizers: ['x'],
    });
  });

  test('nothing at all when nothing differs', () => {
    const text = `${HEAD}\n  a:   [ 1,2 ]   # odd\n\n\n# end`;
    expect(rewriteDocument(text, objectOf(text))).toBe(`${text}\n`);
  });
});

describe('rewriteDocument writes anew', () => {
  test.each([
    ['what cannot be read', `${HEAD} [\n`],
    ['what says a key twice', `${HEAD}\n  a: 1\n  a: 2\n`],
    ['what is no mapping', '- a\n'],
  ])('%s', (_, text) => {
    const wanted = objectOf(`${HEAD} {b: 1}\n`);
    expect(objectOf(rewriteDocument(text, wanted))).toEqual(wanted);
  });

  test('what is tied by aliases that would change with it', () => {
    const text = `${HEAD}\n  a: &x {p: 1}\n  b: *x\n`;
    expect(rewriteDocument(text, { ...objectOf(text), spec: { a: { p: 2 }, b: { p: 1 } } })).toMatch(
      /a:\s+p: 2\s+b:\s+p: 1\s/,
    );
  });

  test('a merge that holds what shall go', () => {
    const text = `${HEAD}\n  a: &x {p: 1}\n  b:\n    <<: *x\n    q: 2\n`;
    expect(
      objectOf(rewriteDocument(text, { ...objectOf(text), spec: { a: { p: 1 }, b: { q: 2 } } })).spec,
    ).toEqual({ a: { p: 1 }, b: { q: 2 } });
  });

  test('JSON as JSON', () => {
    const text =
      '{"apiVersion":"vpc.githedgehog.com/v1beta1","kind":"VPC","metadata":{"name":"v"},"spec":{"a":1}}';
    const rewritten = rewriteDocument(text, { ...objectOf(text), spec: { a: 2 } });
    expect(JSON.parse(rewritten)).toMatchObject({ spec: { a: 2 } });
    expect(rewritten).toContain('\n  "spec": {\n    "a": 2\n');
  });
});

describe('for any two specs', () => {
  const scalar = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('', 'x', 'on', 'a b', '10.0.0.0/8', 'x: y', '# no', 'l\nm\n', ' '),
  );
  const key = fc.constantFrom('a', 'b', 'c', 'on', '1', 'x y');
  // Without lists right within lists, which no kind has and which are written anew.
  const { value } = fc.letrec<{ value: Json; mapping: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      scalar,
      tie('mapping'),
      fc.array(fc.oneof(scalar, tie('mapping')), { maxLength: 4 }),
    ),
    mapping: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  }));
  const spec = fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true });

  test('the document says the second one, and every comment of the rest is there', () => {
    fc.assert(
      fc.property(spec, spec, fc.boolean(), (before, after, isFlow) => {
        const old = { ...objectOf(`${HEAD} {}`), spec: before };
        const text = isFlow
          ? `${HEAD} ${JSON.stringify(before)} # s\n# end\n`
          : rewriteDocument(`${HEAD} {} # s\n# end\n`, old);
        const rewritten = rewriteDocument(text, { ...old, spec: after });
        expect(readYaml(rewritten).value).toEqual({ ...old, spec: after });
        expect(rewritten.startsWith(HEAD)).toBe(true);
        expect(rewritten).toContain('# end');
      }),
      { numRuns: 400 },
    );
  });
});

const samples = sharedMaterial('data/hedgehog/samples', 'rewriting real manifests');

describe.skipIf(samples === null)('real manifests (shared material)', () => {
  const folder = samples ?? '';
  const files = samples === null ? [] : readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const documents = files
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => readManifests(readFileSync(join(folder, file), 'utf8'), file).documents);
  const linesOf = (text: string) => text.split('\n').filter((line) => line.trim().startsWith('#'));

  test('keep all their lines but those that change', () => {
    expect(documents.length).toBeGreaterThan(100);
    for (const { text, object } of documents) {
      const spec = { ...(object.spec as Record<string, Json>), added: 'by a test' };
      const lines = rewriteDocument(text, { ...object, spec }).split('\n');
      const missing = text.split('\n').filter((line) => !lines.includes(line));
      expect(missing.filter((line) => !/^spec: *\{\}/.test(line))).toEqual([]);
      expect(linesOf(lines.join('\n'))).toEqual(linesOf(text));
    }
  });
});
