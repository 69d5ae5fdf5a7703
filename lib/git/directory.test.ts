import { describe, expect, test } from 'vitest';
import { isRepositoryPath, normaliseDirectory } from './directory.ts';

describe('normaliseDirectory', () => {
  test.each([
    ['', ''],
    ['.', ''],
    ['./', ''],
    ['fabrics/prod/', 'fabrics/prod'],
    ['./a//b/.', 'a/b'],
  ])('%j is %j', (given, kept) => {
    expect(normaliseDirectory(given)).toBe(kept);
  });

  test.each(['/a', '..', 'a/../b', '.git', 'a/.GIT/b', 'a\\b', 'a\u0000'])('refuses %j', (directory) => {
    expect(() => normaliseDirectory(directory)).toThrow('no directory of a repository');
  });
});

test.each([
  ['a.yaml', true],
  ['a/b c/ü.yaml', true],
  ['..a/b', true],
  ['', false],
  ['a/', false],
  ['a//b', false],
  ['./a', false],
  ['a/../b', false],
  ['.git/config', false],
])('isRepositoryPath(%j) is %s', (path, expected) => {
  expect(isRepositoryPath(path)).toBe(expected);
});
