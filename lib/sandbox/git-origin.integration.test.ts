import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitToOrigin, createOrigin, headOfOrigin, type OriginCommit, readOrigin } from './git-origin.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'origin-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function commit(message: string, files: Record<string, string | null>): OriginCommit {
  return {
    author: { name: 'Mara Lindqvist', email: 'mara@harbor.example' },
    at: new Date('2026-03-02T09:14:00Z'),
    message,
    files,
  };
}

const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'safe.directory=*', '-C', folder, ...args], { encoding: 'utf8' }).trim();

describe('createOrigin', () => {
  it('makes a sound bare repository with the history it is given', async () => {
    await createOrigin(folder, [
      commit('First\n\nWith a body.', { 'a.yaml': 'a: 1\n', 'deep/er/b.yaml': 'b: ä\n' }),
      commit('Second', { 'a.yaml': 'a: 2\n', 'c.yaml': '' }),
    ]);
    expect(git('rev-parse', '--is-bare-repository')).toBe('true');
    expect(git('symbolic-ref', 'HEAD')).toBe('refs/heads/main');
    expect(git('log', '--format=%an|%ae|%aI|%s|%b', 'main')).toBe(
      'Mara Lindqvist|mara@harbor.example|2026-03-02T09:14:00+00:00|Second|\nMara Lindqvist|mara@harbor.example|2026-03-02T09:14:00+00:00|First|With a body.',
    );
    expect(git('fsck', '--strict')).toBe('');
    const { revision, files } = await readOrigin(folder);
    expect(revision).toBe(git('rev-parse', 'main'));
    expect([...files]).toEqual([
      ['a.yaml', 'a: 2\n'],
      ['c.yaml', ''],
      ['deep/er/b.yaml', 'b: ä\n'],
    ]);
  });

  it('is the same every time', async () => {
    const history = [commit('First', { 'a.yaml': 'a: 1\n' })];
    await createOrigin(folder, history);
    const other = join(folder, 'other');
    await createOrigin(other, history);
    expect(await headOfOrigin(other)).toBe(await headOfOrigin(folder));
  });

  it('can be empty', async () => {
    await createOrigin(folder, []);
    await expect(headOfOrigin(folder)).rejects.toThrow(/git rev-parse failed in /);
  });
});

describe('commitToOrigin', () => {
  it('adds, changes and removes files on top of what is there', async () => {
    await createOrigin(folder, [commit('First', { 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n' })]);
    const before = await headOfOrigin(folder);
    const after = await commitToOrigin(
      folder,
      commit('Second', { 'a.yaml': null, 'with space "q" ü.yaml': 'x\n' }),
    );
    expect(git('rev-parse', 'main^')).toBe(before);
    expect(await headOfOrigin(folder)).toBe(after);
    const { files } = await readOrigin(folder);
    expect([...files.keys()]).toEqual(['b.yaml', 'with space "q" ü.yaml']);
  });

  it('can be cloned and pushed to', async () => {
    await createOrigin(folder, [commit('First', { 'a.yaml': 'a: 1\n' })]);
    const clone = join(folder, 'clone');
    git('clone', '--quiet', folder, clone);
    const inClone = (...args: string[]) =>
      execFileSync('git', ['-C', clone, '-c', 'user.name=X', '-c', 'user.email=x@y', ...args], {
        encoding: 'utf8',
      });
    inClone('rm', '--quiet', 'a.yaml');
    inClone('commit', '--quiet', '-m', 'By hand');
    inClone('push', '--quiet', 'origin', 'main');
    expect((await readOrigin(folder)).files.size).toBe(0);
    await commitToOrigin(folder, commit('After', { 'c.yaml': 'c\n' }));
    expect([...(await readOrigin(folder)).files.keys()]).toEqual(['c.yaml']);
  });

  it('says what git said when it fails', async () => {
    await expect(commitToOrigin(join(folder, 'nowhere'), commit('x', {}))).rejects.toThrow(
      /git fast-import failed in .*nowhere/,
    );
  });
});

describe('a path that no file of a repository can have', () => {
  it.each(['../x', 'a/../x', '/x', 'a//x', '.git/x', ''])(
    '%j is refused, and nothing is pushed',
    async (path) => {
      await createOrigin(folder, [commit('First', { 'a.yaml': 'a: 1\n' })]);
      const before = await headOfOrigin(folder);
      for (const text of ['x', null])
        await expect(commitToOrigin(folder, commit('Second', { [path]: text }))).rejects.toMatchObject({
          code: 'invalid_input',
        });
      expect(await headOfOrigin(folder)).toBe(before);
    },
  );
});

it('an author is a name, and no command of the import', async () => {
  await createOrigin(folder, [commit('First', { 'a.yaml': 'a: 1\n' })]);
  const author = { name: 'x <y> 0 +0000\nD a.yaml', email: 'z\n@example.com' };
  await commitToOrigin(folder, { ...commit('Second', { 'b.yaml': 'b: 1\n' }), author });
  expect(git('log', '-1', '--format=%an|%ae', 'main')).toBe('x  y  0 +0000 D a.yaml|z @example.com');
  expect([...(await readOrigin(folder)).files.keys()]).toEqual(['a.yaml', 'b.yaml']);
});
