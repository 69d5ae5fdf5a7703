import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { buildCommit } from './build-commit.ts';
import { fetchMirror } from './fetch-mirror.ts';
import { type Mirror, openMirror } from './mirror.ts';
import { pushCommit } from './push-commit.ts';
import { createTestRepository, git, temporaryFolder } from './testing/test-repository.ts';

const credentials = { kind: 'none' } as const;
const person = { name: 'Grace', email: 'grace@example.org' };
const mirrors: Mirror[] = [];

afterEach(async () => {
  await Promise.all(mirrors.splice(0).map((mirror) => mirror.close()));
});

/** A commit on the tip as it was fetched, not yet pushed. */
async function prepared(url: string) {
  const mirror = await openMirror({ dataDirectory: temporaryFolder(), url });
  mirrors.push(mirror);
  const { tips } = await fetchMirror(mirror, { branches: ['main'], credentials });
  const expected = tips.main ?? null;
  const files = [{ path: 'mine.yaml', mode: '100644', text: 'mine\n' }];
  const commit = await buildCommit(mirror, {
    parent: expected,
    files,
    author: person,
    committer: person,
    message: 'mine\n',
  });
  return { gitDirectory: mirror.gitDirectory, url, branch: 'main', commit, expected, credentials };
}

describe('pushCommit', () => {
  test('pushes onto the branch that it was made from', async () => {
    const repository = createTestRepository({ a: '1' });
    const push = await prepared(repository.origin);
    expect(await pushCommit(push)).toEqual({ kind: 'pushed' });
    expect(git(repository.origin, 'rev-parse', 'main')).toBe(push.commit);
  });

  test('moved: somebody pushed since the fetch', async () => {
    const repository = createTestRepository({ a: '1' });
    const push = await prepared(repository.origin);
    const theirs = repository.push({ a: '2' });
    expect(await pushCommit(push)).toEqual({ kind: 'moved' });
    expect(git(repository.origin, 'rev-parse', 'main')).toBe(theirs);
  });

  test('moved: the branch was wound back, so a plain push would bring back what was dropped', async () => {
    const repository = createTestRepository({ a: '1' });
    const first = git(repository.clone, 'rev-parse', 'HEAD');
    repository.push({ a: '2' });
    const push = await prepared(repository.origin);
    git(repository.clone, 'push', '--quiet', '--force', 'origin', `${first}:main`);
    expect(await pushCommit(push)).toEqual({ kind: 'moved' });
    expect(git(repository.origin, 'rev-parse', 'main')).toBe(first);
  });

  test('moved: an empty repository got its first commit from somebody else', async () => {
    const repository = createTestRepository();
    const push = await prepared(repository.origin);
    const theirs = repository.push({ a: '1' });
    expect(await pushCommit(push)).toEqual({ kind: 'moved' });
    expect(git(repository.origin, 'rev-parse', 'main')).toBe(theirs);
  });

  test('moved: the server is just updating the branch', async () => {
    const repository = createTestRepository({ a: '1' });
    const push = await prepared(repository.origin);
    writeFileSync(join(repository.origin, 'refs', 'heads', 'main.lock'), '');
    expect(await pushCommit(push)).toEqual({ kind: 'moved' });
  });

  test('refused: the branch is checked out in a repository that people work in', async () => {
    const repository = createTestRepository({ a: '1' });
    const push = await prepared(repository.clone);
    expect(await pushCommit(push)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('checked out'),
    });
  });

  test('a dry run changes nothing', async () => {
    const repository = createTestRepository({ a: '1' });
    const push = await prepared(repository.origin);
    expect(await pushCommit({ ...push, dryRun: true })).toEqual({ kind: 'pushed' });
    expect(git(repository.origin, 'rev-parse', 'main')).toBe(push.expected);
  });
});
