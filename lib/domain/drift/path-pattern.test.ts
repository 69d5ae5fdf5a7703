import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Path } from './comparison.ts';
import { nameMatches, parsePathPattern, patternCovers } from './path-pattern.ts';
import { pathText } from './path-text.ts';

const covers = (pattern: string, path: Path) => patternCovers(parsePathPattern(pattern) ?? [], path);

test.each<[string, Path]>([
  ['spec.asn', ['spec', 'asn']],
  ['spec', ['spec', 'asn']],
  ['$.spec.asn', ['spec', 'asn']],
  ['spec.subnets.*.gateway', ['spec', 'subnets', 'a.b/c', 'gateway']],
  ['spec.fabric.links[*].leaf.ip', ['spec', 'fabric', 'links', 3, 'leaf', 'ip']],
  ['spec.fabric.links[3]', ['spec', 'fabric', 'links', 3, 'leaf']],
  ['spec.fabric.links.*.leaf', ['spec', 'fabric', 'links', 0, 'leaf']],
  ["spec.portSpeeds['E1/7']", ['spec', 'portSpeeds', 'E1/7']],
  ['spec.portSpeeds["E1/7"]', ['spec', 'portSpeeds', 'E1/7']],
  ["metadata.labels['app.kubernetes.io/name']", ['metadata', 'labels', 'app.kubernetes.io/name']],
  ['/spec/portSpeeds/E1~17', ['spec', 'portSpeeds', 'E1/7']],
  ['/metadata/labels/*', ['metadata', 'labels', 'a.b']],
  ['**', ['spec']],
  ['spec.**.ip', ['spec', 'ip']],
  ['spec.**.ip', ['spec', 'links', 0, 'leaf', 'ip', 'x']],
  ['spec..ip', ['spec', 'links', 0, 'leaf', 'ip']],
  ['spec.**', ['spec', 'a', 'b']],
  ['**.a.**.b', ['x', 'a', 'a', 'y', 'b']],
  ['spec.a*', ['spec', 'asn']],
  ['spec.a*', ['spec', 'a', 'below']],
  ['spec.a*', ['spec', 'a*']],
  ['spec.*n', ['spec', 'asn']],
  ['spec.a**n', ['spec', 'asn']],
  ['spec.subnets.web-*-*.vlan', ['spec', 'subnets', 'web-a-b', 'vlan']],
  ['spec.*a*a*', ['spec', 'banana']],
  ['spec.links.1*', ['spec', 'links', 12]],
  ['/spec/portSpeeds/E1~1*', ['spec', 'portSpeeds', 'E1/7']],
  ['metadata.annotations.note*', ['metadata', 'annotations', 'note.example.com/x']],
  ["spec['a*']", ['spec', 'a*']],
])('%s covers %j', (pattern, path) => {
  expect(covers(pattern, path)).toBe(true);
});

test.each<[string, Path]>([
  ['spec.asn', ['spec']],
  ['spec.asn', ['spec', 'asnx']],
  ['spec.*.gateway', ['spec', 'gateway']],
  ['spec.**.ip', ['spec', 'links', 0, 'leaf']],
  ['spec.links[1]', ['spec', 'links', 11]],
  ['status', ['spec']],
  ['spec.a*', ['spec', 'basn']],
  ['spec.a*.x', ['spec', 'a', 'b', 'x']],
  ['spec.a*a', ['spec', 'a']],
  ['spec.ab*bc', ['spec', 'abc']],
  ['spec.*ab*ab', ['spec', 'xab']],
  ["spec['a*']", ['spec', 'asn']],
])('%s does not cover %j', (pattern, path) => {
  expect(covers(pattern, path)).toBe(false);
});

test.each(['', '   ', 'spec[', 'spec[a]', "spec['a]", 'spec.', 'spec]x', '$', '...'])(
  '%j is no pattern',
  (pattern) => {
    expect(parsePathPattern(pattern)).toBeNull();
    expect(covers(pattern, ['spec'])).toBe(false);
  },
);

test('the text of a path covers that path and no sibling', () => {
  const key = fc.oneof(
    fc.constantFrom('spec', 'a.b', 'E1/7', "it's", 'x"y', '__proto__', 'é', '*', '0'),
    fc.integer({ min: 0, max: 9 }),
  );
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 5 }), (path) => {
      expect(covers(pathText(path), path)).toBe(true);
      expect(covers(pathText(path), [...path.slice(0, -1), 'another'])).toBe(false);
    }),
  );
});

test('paths read well', () => {
  expect(pathText(['spec', 'fabric', 'links', 1, 'leaf', 'port'])).toBe('spec.fabric.links[1].leaf.port');
  expect(pathText(['spec', 'portSpeeds', 'E1/7'])).toBe('spec.portSpeeds["E1/7"]');
  expect(pathText(['a.b'])).toBe('["a.b"]');
  expect(pathText([])).toBe('');
});

test.each([
  ['*', '', true],
  ['leaf-*', 'leaf-01', true],
  ['leaf-*', 'spine-01', false],
  ['leaf-0?', 'leaf-01', true],
  ['leaf-0?', 'leaf-0', false],
  ['*-1', 'a-1-1', true],
  ['a*b*c', 'axxbyyc', true],
  ['a*b*c', 'axxbyy', false],
  ['', '', true],
  ['', 'a', false],
  ['[a]', 'a', false],
  ['a.c', 'abc', false],
])('the name pattern %j on %j: %s', (pattern, name, matches) => {
  expect(nameMatches(pattern, name)).toBe(matches);
});

test('a pattern made of a name by stars and question marks matches it', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 8 });
  fc.assert(
    fc.property(
      letters,
      fc.array(fc.constantFrom('keep', 'one', 'any'), { minLength: 8, maxLength: 8 }),
      (name, how) => {
        const pattern = [...name].map((c, i) => ({ keep: c, one: '?', any: '*' })[how[i] ?? 'keep']).join('');
        expect(nameMatches(pattern, name)).toBe(true);
      },
    ),
  );
});

test('a star within a key is any text, as in a name', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(letters, letters, (glob, key) => {
      expect(covers(`spec.${glob}x`, ['spec', `${key}x`])).toBe(nameMatches(`${glob}x`, `${key}x`));
    }),
  );
});

test('patterns of many stars stay quick', () => {
  const long = 'a'.repeat(1_000_000);
  expect(covers(`spec.${'*a'.repeat(240)}`, ['spec', long])).toBe(true);
  expect(covers(`spec.${'*a'.repeat(240)}*b`, ['spec', long])).toBe(false);
  expect(nameMatches('*a'.repeat(200), 'a'.repeat(2000))).toBe(true);
  expect(nameMatches(`${'*a'.repeat(200)}b`, 'a'.repeat(2000))).toBe(false);
  expect(
    covers(
      '**.x.'.repeat(50).slice(0, -1),
      Array.from({ length: 500 }, () => 'y'),
    ),
  ).toBe(false);
});
