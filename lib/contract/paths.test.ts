import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fabricDriftPath,
  fabricPath,
  parseResourceSegments,
  resourcePath,
  resourceSegments,
} from './paths.ts';

const leaf = { group: 'wiring.githedgehog.com', kind: 'Switch', namespace: 'default', name: 'leaf-03' };

describe('addresses', () => {
  test.each([
    [fabricPath('fra-1'), '/fabrics/fra-1'],
    [fabricPath('a b/c'), '/fabrics/a%20b%2Fc'],
    [fabricPath('fra-1', { states: ['DRIFTED'] }), '/fabrics/fra-1?state=DRIFTED'],
    [fabricPath('fra-1', { states: [] }), '/fabrics/fra-1'],
    [resourcePath('fra-1', leaf), '/fabrics/fra-1/resources/wiring.githedgehog.com/Switch/default/leaf-03'],
    [
      resourcePath('fra-1', { ...leaf, group: '', namespace: '' }),
      '/fabrics/fra-1/resources/-/Switch/-/leaf-03',
    ],
  ])('%s', (path, expected) => {
    expect(path).toBe(expected);
  });
});

describe('the segments of a resource', () => {
  test.each([
    ['too few', ['a', 'b', 'c']],
    ['too many', ['a', 'b', 'c', 'd', 'e']],
    ['none', []],
    ['not decodable', ['a', 'b', 'c', '%']],
    ['a NUL in one', ['a', 'b', 'c', 'd%00']],
  ])('%s name none', (_, segments) => {
    expect(parseResourceSegments(segments)).toBeNull();
  });

  test('what is written is read back, whatever the names hold', () => {
    const part = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => text !== '-');
    const name = part.filter((text) => text !== '');
    const resources = fc.record({ group: part, kind: name, namespace: part, name });
    fc.assert(
      fc.property(resources, (resource) => {
        expect(parseResourceSegments(resourceSegments(resource).split('/'))).toEqual(resource);
      }),
    );
  });
});

test("a fabric's differences have an address of their own", () => {
  expect(fabricDriftPath('fra 1')).toBe('/fabrics/fra%201/drift');
  expect(fabricDriftPath('fra-1', { class: 'real', group: 'field' })).toBe(
    '/fabrics/fra-1/drift?group=field',
  );
});
