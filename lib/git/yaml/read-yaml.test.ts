import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sharedMaterial } from '../testing/shared-material.ts';
import { readYaml } from './read-yaml.ts';
import { YamlProblem } from './yaml-problem.ts';

/** What is read, as plain JSON: objects made by hand compare the same as parsed ones. */
function read(text: string): unknown {
  return JSON.parse(JSON.stringify(readYaml(text).value));
}

function problemOf(text: string): YamlProblem {
  try {
    readYaml(text);
  } catch (error) {
    if (error instanceof YamlProblem) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(text)} was read`);
}

describe('values', () => {
  test.each([
    ['', null],
    ['# nothing', null],
    ['---', null],
    ['a: {b, c: [1, yes, ~]}', { a: { b: null, c: [1, true, null] } }],
    ['"0644": \'on\'', { '0644': 'on' }],
    ['a: |\n  x: y\n  # no comment\n', { a: 'x: y\n# no comment\n' }],
    ['? a\n: b', { a: 'b' }],
    ['on: 1\n1.50: 2\n0x10: 3', { true: 1, '1.5': 2, '16': 3 }],
    ['a: !!set {x}', { a: { x: null } }],
    ['a: &x {p: 1}\nb: *x', { a: { p: 1 }, b: { p: 1 } }],
    ['&k a: 1\nb: *k', { a: 1, b: 'a' }],
    ['a: &k key\n*k : 1', { a: 'key', key: 1 }],
    ['a: 1\n...\n', { a: 1 }],
    ['%YAML 1.1\n---\na: 1', { a: 1 }],
    ['a: &x 1\nb: &x 2\nc: *x', { a: 1, b: 2, c: 2 }],
  ])('%j', (text, value) => {
    expect(read(text)).toEqual(value);
  });

  test('a key __proto__ is an ordinary key', () => {
    const { value } = readYaml('__proto__: {x: 1}\na: 2');
    expect(Object.keys(value ?? {})).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  test('every JSON text reads as JSON does', () => {
    // What YAML does not know, unescaped or escaped; JSON does.
    const refused = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\\u[dD][89a-fA-F]/;
    const json = fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 4 });
    fc.assert(
      fc.property(json, (value) => {
        const source = JSON.stringify(value);
        fc.pre(!refused.test(source));
        expect(read(source)).toEqual(JSON.parse(source));
      }),
    );
  });
});

describe('merge keys', () => {
  test.each([
    ['win over what stands before', 'x: &x {p: 1}\nb: {p: 2, <<: *x}', { p: 1 }],
    ['lose to what follows', 'x: &x {p: 1}\nb: {<<: *x, p: 2}', { p: 2 }],
    ['of a list: the first wins', 'x: &x {p: 1}\ny: &y {p: 2, q: 3}\nb: {<<: [*x, *y]}', { p: 1, q: 3 }],
    ['written out in place', 'b: {<<: {p: 1}}', { p: 1 }],
    ['in quotes are ordinary keys', 'b: {"<<": 1}', { '<<': 1 }],
    ['by their tag', 'b: {!!merge <<: {p: 1}}', { p: 1 }],
    ['within each other', 'x: &x {p: 1}\ny: &y {<<: *x, q: 2}\nb: {<<: *y}', { p: 1, q: 2 }],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toMatchObject({ b: expected });
  });

  test.each(['b: {<<: 1}', 'b: {<<: [1]}', 'x: &x [1]\nb: {<<: *x}'])('%j is refused', (text) => {
    expect(problemOf(text).message).toContain('"<<"');
  });
});

describe('a key that stands twice', () => {
  test.each([
    ['a: 1\nb: 2\na: 3', 'a', 10, { a: 3, b: 2 }],
    ['{1: x, "1": z}', '1', 8, { '1': 'z' }],
    ['x: {p: 1, p: 2}\nx: 1', 'p', 10, { x: 1 }],
    ['a: &x {p: 1}\nb: {<<: *x, p: 2}', 'p', 25, { a: { p: 1 }, b: { p: 2 } }],
    ['{__proto__: 1, __proto__: 2}', '__proto__', 15, JSON.parse('{"__proto__":2}')],
  ])('%j', (text, key, offset, value) => {
    const reading = readYaml(text);
    expect(reading.duplicate).toEqual({ key, offset });
    expect(JSON.stringify(reading.value)).toBe(JSON.stringify(value));
  });

  test('in two documents or two mappings is none', () => {
    expect(readYaml('a: {x: 1}\nb: {x: 1}').duplicate).toBeNull();
  });
});

describe('refused', () => {
  test.each([
    ['a: b: c', 4],
    ['a: [1, 2', 8],
    ['a:\n  b: 1\n c: 2', 11],
    ['a: "\\ud83d\\ude00"', 4],
    ['a: *nope', 4],
    ['a: &x [*x]', 8],
    ['a: &x {<<: *x}', 12],
    ['? [a]\n: b', 2],
    ['~: x', 0],
    ['a: !!int x', 9],
    ['a: .inf', 3],
    ['a: &a.b 1', 4],
    ['a: \u0000', 3],
    ['- \ta', 2],
    ['a: 1\n\t\nb: 2', 5],
    ['a:\n\tb: 1', 3],
    ['a:\n -\tb', 5],
  ])('%j at %i', (text, offset) => {
    expect(problemOf(text)).toMatchObject({ code: 'syntax_error', offset });
  });

  test('an alias bomb, but not what go-yaml takes', () => {
    const levels = (depth: number) =>
      Array.from(
        { length: depth },
        (_, i) =>
          `a${i}: &a${i} [${Array(10)
            .fill(i === 0 ? 'x' : `*a${i - 1}`)
            .join(', ')}]`,
      ).join('\n');
    expect(problemOf(levels(9))).toMatchObject({ code: 'alias_limit' });
    expect(problemOf(levels(5)).code).toBe('alias_limit');
    expect(read(levels(3))).toMatchObject({ a1: Array(10).fill(Array(10).fill('x')) });
  });

  test('nesting beyond all measure', () => {
    expect(problemOf(`${'['.repeat(300)}${']'.repeat(300)}`).code).toBe('syntax_error');
    expect(read(`${'['.repeat(200)}${']'.repeat(200)}`)).toBeDefined();
  });
});

describe('taken although YAML 1.2 is stricter', () => {
  test.each([
    ['spec: {\n}\nx: 1', { spec: {}, x: 1 }],
    ['a:\n  b: [\n  1,\n2,\n # c\n ]\nc: 1', { a: { b: [1, 2] }, c: 1 }],
    ['a:\n  b: "x\ny"', { a: { b: 'x y' } }],
    ['a: {\n\tb: 1 }', { a: { b: 1 } }],
    ['a: "x\ty" # \t', { a: 'x\ty' }],
    ['a:\tb', { a: 'b' }],
    ['a: 1 # x\u2028b: 2', { a: 1, b: 2 }],
  ])('%j', (text, value) => {
    expect(read(text)).toEqual(value);
  });

  test('offsets after such a place are those of the text as given', () => {
    expect(problemOf('spec: {\n}\nx: *nope').offset).toBe('spec: {\n}\nx: *'.length);
    expect(readYaml('spec: {\n}\nx: 1\nx: 2').duplicate?.offset).toBe('spec: {\n}\nx: 1\n'.length);
  });

  test('but not without end', () => {
    expect(problemOf(`a: [\n${'1,\n'.repeat(600)}]`).message).toContain('deficient indentation');
  });
});

test('an integer that a number cannot hold is read as near as can be, and told', () => {
  expect(readYaml('a: 1\nb: 9007199254740993')).toEqual({
    value: { a: 1, b: 9007199254740992 },
    duplicate: null,
    inexactOffset: 8,
  });
});

const oracle = sharedMaterial('data/yaml-scalars.jsonl', 'what Kubernetes tools read');

describe.skipIf(oracle === null)('what Kubernetes tools read (shared material)', () => {
  const lines = oracle === null ? [] : readFileSync(oracle, 'utf8').trimEnd().split('\n');

  test('has its 181 lines', () => {
    expect(lines).toHaveLength(181);
  });

  test.each(lines)('%s', (line) => {
    const expected: { yaml: string; json?: unknown; error?: string; lax?: unknown } = JSON.parse(line);
    if ('json' in expected) {
      expect(readYaml(expected.yaml).duplicate).toBeNull();
      expect(read(expected.yaml)).toEqual(expected.json);
    } else if ('lax' in expected) {
      expect(readYaml(expected.yaml).duplicate).not.toBeNull();
      expect(read(expected.yaml)).toEqual(expected.lax);
    } else expect(() => readYaml(expected.yaml)).toThrow(YamlProblem);
  });
});
