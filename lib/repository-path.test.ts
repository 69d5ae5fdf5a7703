import { describe, expect, test } from 'vitest';
import { normaliseDirectory, requireRepositoryPath } from './repository-path.ts';

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

  test.each(['/', '/a', '..', 'a/../b', '.git', 'a/.GIT/b', 'a\\b', 'a\u0000'])('refuses %j', (directory) => {
    expect(() => normaliseDirectory(directory)).toThrow('no directory of a repository');
  });
});

describe('requireRepositoryPath', () => {
  test.each(['a.yaml', 'a/b c/ü.yaml', '..a/b', '.github/a.yaml', 'a.git', '.gitignore', 'git~2'])(
    'takes %j',
    (path) => {
      expect(() => requireRepositoryPath(path)).not.toThrow();
    },
  );

  test.each([
    ['', 'it is empty'],
    ['/etc/x', 'it is absolute'],
    ['a/', 'a part of it is empty'],
    ['a//b', 'a part of it is empty'],
    ['./a', '"." leads elsewhere'],
    ['..', '".." leads elsewhere'],
    ['../x', '".." leads elsewhere'],
    ['a/../b', '".." leads elsewhere'],
    ['.git/config', '".git" is Git\'s own'],
    ['a/.GIT', '".GIT" is Git\'s own'],
    ['.git . /x', '".git . " is Git\'s own'],
    ['GIT~1/config', '"GIT~1" is Git\'s own'],
    ['a/.git::$INDEX_ALLOCATION/x', "is Git's own"],
    ['a\0b', 'it holds a control character'],
    ['a\nb', 'it holds a control character'],
    ['a\\b', 'it holds a backslash'],
  ])('refuses %j: %s', (path, problem) => {
    expect(() => requireRepositoryPath(path)).toThrow(
      `${JSON.stringify(path)} is no path of a file within a repository: `,
    );
    expect(() => requireRepositoryPath(path)).toThrow(problem);
  });
});
