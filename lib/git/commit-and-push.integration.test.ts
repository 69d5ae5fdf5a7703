import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type CommitRequest, commitAndPush } from './commit-and-push.ts';
import { fetchMirror } from './fetch-mirror.ts';
import { blobTextAt, commitInfo } from './history.ts';
import { type Mirror, openMirror } from './mirror.ts';
import { serveRepository } from './testing/git-server.ts';
import {
  createTestRepository,
  git,
  manifest,
  type TestRepository,
  temporaryFolder,
} from './testing/test-repository.ts';

const mirrors: Mirror[] = [];
const none = { kind: 'none' } as const;

afterEach(async () => {
  await Promise.all(mirrors.splice(0).map((mirror) => mirror.close()));
});

async function open(url: string): Promise<Mirror> {
  const mirror = await openMirror({ dataDirectory: temporaryFolder(), url });
  mirrors.push(mirror);
  return mirror;
}

function commit(mirror: Mirror, changes: CommitRequest['changes'], rest: Partial<CommitRequest> = {}) {
  const author = { name: 'Grace', email: 'grace@example.org' };
  return commitAndPush({
    mirror,
    branch: 'main',
    changes,
    author,
    message: 'Change it',
    credentials: none,
    ...rest,
  });
}

async function blobOf(mirror: Mirror, path: string): Promise<string | null> {
  const { tips } = await fetchMirror(mirror, { branches: ['main'], credentials: none });
  return tips.main == null ? null : ((await blobTextAt(mirror, tips.main, path))?.blob ?? null);
}

/** Makes the origin refuse every push, in these words. */
function refusePushes(repository: TestRepository, words: string): void {
  const hook = join(repository.origin, 'hooks', 'pre-receive');
  mkdirSync(join(repository.origin, 'hooks'), { recursive: true });
  writeFileSync(hook, `#!/bin/sh\necho "${words}" >&2\nexit 1\n`);
  chmodSync(hook, 0o755);
}

describe('a commit', () => {
  test('changes, adds and removes files in one push, and leaves the others alone', async () => {
    const repository = createTestRepository({
      'a.yaml': manifest('a'),
      'b.yaml': manifest('b'),
      'c/d.yaml': manifest('d'),
    });
    const mirror = await open(repository.origin);
    const outcome = await commit(mirror, [
      { path: 'a.yaml', newText: 'a: 1\r\nb: "ü"\n', base: await blobOf(mirror, 'a.yaml') },
      { path: 'vpcs/new "one".yaml', newText: 'no newline', base: null },
      { path: 'c/d.yaml', newText: null, base: await blobOf(mirror, 'c/d.yaml') },
    ]);
    expect(outcome).toEqual({ kind: 'pushed', commit: git(repository.origin, 'rev-parse', 'main') });
    expect(repository.show('a.yaml')).toBe('a: 1\r\nb: "ü"\n');
    expect(repository.show('vpcs/new "one".yaml')).toBe('no newline');
    expect(git(repository.origin, 'ls-tree', '-r', '--name-only', '-z', 'main').split('\0')).toEqual([
      'a.yaml',
      'b.yaml',
      'vpcs/new "one".yaml',
      '',
    ]);
  });

  test('carries author, committer, message and trailers, with nothing that would break its lines', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const mirror = await open(repository.origin);
    const outcome = await commit(mirror, [{ path: 'b.yaml', newText: 'b: 1\n', base: null }], {
      author: { name: 'Grace <x>\nHopper', email: 'grace@example.org' },
      committer: { name: 'Fabric Lifecycle', email: 'lifecycle@example.org' },
      message: 'Add b\n\nBecause it is needed.\n\n',
      trailers: [{ key: 'Change', value: '17\nInjected: yes' }],
    });
    expect(outcome.kind).toBe('pushed');
    expect(git(repository.origin, 'log', '-1', '--format=%an|%ae|%cn|%B', 'main')).toBe(
      'Grace  x  Hopper|grace@example.org|Fabric Lifecycle|Add b\n\nBecause it is needed.\n\nChange: 17 Injected: yes',
    );
    if (outcome.kind !== 'pushed') return;
    expect(await commitInfo(mirror, outcome.commit)).toMatchObject({
      authorEmail: 'grace@example.org',
      subject: 'Add b',
    });
  });

  test('keeps the mode of a file', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    git(repository.clone, 'update-index', '--chmod=+x', 'a.yaml');
    git(repository.clone, 'commit', '--quiet', '-m', 'mode');
    git(repository.clone, 'push', '--quiet', 'origin', 'HEAD:main');
    const mirror = await open(repository.origin);
    await commit(mirror, [{ path: 'a.yaml', newText: 'a: 1\n', base: await blobOf(mirror, 'a.yaml') }]);
    expect(git(repository.origin, 'ls-tree', 'main', 'a.yaml')).toMatch(/^100755 /);
  });

  test('is the first one of an empty repository', async () => {
    const repository = createTestRepository();
    const mirror = await open(repository.origin);
    expect((await commit(mirror, [{ path: 'a.yaml', newText: 'a: 1\n', base: null }])).kind).toBe('pushed');
    expect(repository.show('a.yaml')).toBe('a: 1\n');
    expect(git(repository.origin, 'rev-list', '--count', 'main')).toBe('1');
  });

  test('after another one: two on top of each other, each with its own content', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const mirror = await open(repository.origin);
    await commit(mirror, [{ path: 'b.yaml', newText: 'b: 1\n', base: null }]);
    await commit(mirror, [{ path: 'c.yaml', newText: 'c: 1\n', base: null }]);
    expect(git(repository.origin, 'log', '--format=%s', 'main').split('\n')).toEqual([
      'Change it',
      'Change it',
      'first',
    ]);
    expect([repository.show('b.yaml'), repository.show('c.yaml')]).toEqual(['b: 1\n', 'c: 1\n']);
  });

  test('of five hundred files is one commit', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const mirror = await open(repository.origin);
    const changes = Array.from({ length: 500 }, (_, index) => ({
      path: `s/${index}.yaml`,
      newText: `v: ${index}\n`,
      base: null,
    }));
    expect((await commit(mirror, changes)).kind).toBe('pushed');
    expect(repository.show('s/499.yaml')).toBe('v: 499\n');
    expect(git(repository.origin, 'rev-list', '--count', 'main')).toBe('2');
  });
});

describe('a commit that is there already', () => {
  test('is not made again', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const mirror = await open(repository.origin);
    const changes = [
      { path: 'b.yaml', newText: 'b: 1\n', base: null },
      { path: 'a.yaml', newText: null, base: await blobOf(mirror, 'a.yaml') },
    ];
    const first = await commit(mirror, changes);
    expect(await commit(mirror, changes)).toEqual({ ...first, kind: 'already' });
  });

  test('is recognised below commits of others', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const mirror = await open(repository.origin);
    const changes = [{ path: 'b.yaml', newText: 'b: 1\n', base: null }];
    await commit(mirror, changes);
    git(repository.clone, 'pull', '--quiet', 'origin', 'main');
    const tip = repository.push({ 'other.yaml': manifest('other') });
    expect(await commit(mirror, changes)).toEqual({ kind: 'already', commit: tip });
  });
});

describe('a commit whose base moved', () => {
  test('names the files that are not what it was made from', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a'), 'b.yaml': manifest('b') });
    const mirror = await open(repository.origin);
    const base = await blobOf(mirror, 'a.yaml');
    const tip = repository.push({ 'a.yaml': manifest('a', '  description: theirs\n') });
    expect(await commit(mirror, [{ path: 'a.yaml', newText: 'a: mine\n', base }])).toEqual({
      kind: 'moved',
      tip,
      paths: ['a.yaml'],
    });
    expect(repository.show('a.yaml')).toContain('theirs');
  });

  test('a file that somebody else added meanwhile counts too', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const mirror = await open(repository.origin);
    repository.push({ 'b.yaml': 'theirs\n' });
    expect(await commit(mirror, [{ path: 'b.yaml', newText: 'mine\n', base: null }])).toMatchObject({
      kind: 'moved',
      paths: ['b.yaml'],
    });
  });

  test('a branch that is gone', async () => {
    const mirror = await open(createTestRepository({ 'a.yaml': manifest('a') }).origin);
    const outcome = await commit(mirror, [{ path: 'b.yaml', newText: 'b\n', base: null }], {
      branch: 'gone',
    });
    expect(outcome).toEqual({ kind: 'moved', tip: null, paths: [] });
  });

  test('changes to other files are no obstacle', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const mirror = await open(repository.origin);
    const base = await blobOf(mirror, 'a.yaml');
    repository.push({ 'b.yaml': manifest('b') });
    expect((await commit(mirror, [{ path: 'a.yaml', newText: 'a: 1\n', base }])).kind).toBe('pushed');
    expect(repository.show('b.yaml')).toBe(manifest('b'));
  });
});

describe('a commit that is refused', () => {
  test('by a hook, in its words', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    refusePushes(repository, 'GL-HOOK-ERR: main is protected');
    const mirror = await open(repository.origin);
    const tip = git(repository.origin, 'rev-parse', 'main');
    expect(await commit(mirror, [{ path: 'b.yaml', newText: 'b\n', base: null }])).toEqual({
      kind: 'refused',
      message: 'GL-HOOK-ERR: main is protected (pre-receive hook declined)',
    });
    expect(git(repository.origin, 'rev-parse', 'main')).toBe(tip);
  });

  test('by a hook behind HTTP', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    refusePushes(repository, 'not today');
    const mirror = await open((await serveRepository(repository.origin)).url);
    expect(await commit(mirror, [{ path: 'b.yaml', newText: 'b\n', base: null }])).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('not today'),
    });
  });

  test.each([401, 403])('by a server that lets read and answers a push with %i', async (status) => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const server = await serveRepository(repository.origin);
    server.behaviour.pushStatus = status;
    const mirror = await open(server.url);
    expect(await commit(mirror, [{ path: 'b.yaml', newText: 'b\n', base: null }])).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('credentials'),
    });
  });

  test('by what stands in its way: a link, a file for a folder, a folder for a file', async () => {
    const repository = createTestRepository({ vpcs: 'a file\n', 'servers/a.yaml': manifest('a') });
    symlinkSync('/etc/passwd', join(repository.clone, 'link.yaml'));
    repository.push({});
    const mirror = await open(repository.origin);
    const change = (path: string) => commit(mirror, [{ path, newText: 'x\n', base: null }]);
    expect(await change('link.yaml')).toEqual({
      kind: 'refused',
      message: expect.stringContaining('symlink'),
    });
    expect(await change('vpcs/a.yaml')).toEqual({
      kind: 'refused',
      message: expect.stringContaining('vpcs is a file'),
    });
    expect(await change('servers')).toEqual({
      kind: 'refused',
      message: expect.stringContaining('servers is a folder'),
    });
  });

  test.each(['../a.yaml', '/a.yaml', '.git/config', 'a//b.yaml', 'a\n.yaml', ''])(
    'before anything is asked, for the path %j',
    async (path) => {
      const mirror = await open(createTestRepository({ 'a.yaml': manifest('a') }).origin);
      await expect(commit(mirror, [{ path, newText: 'x', base: null }])).rejects.toMatchObject({
        code: 'invalid_input',
      });
    },
  );

  test('without files, or with one file twice', async () => {
    const mirror = await open(createTestRepository({ 'a.yaml': manifest('a') }).origin);
    const change = { path: 'b.yaml', newText: 'x', base: null };
    await expect(commit(mirror, [])).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(commit(mirror, [change, change])).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

test('a server that breaks during the push leaves the outcome open; asking again finds it', async () => {
  const repository = createTestRepository({ 'a.yaml': manifest('a') });
  const server = await serveRepository(repository.origin);
  const mirror = await open(server.url);
  const changes = [{ path: 'b.yaml', newText: 'b\n', base: null }];
  server.behaviour.pushStatus = 500;
  await expect(commit(mirror, changes)).rejects.toMatchObject({ code: 'git_unreachable' });
  server.behaviour.pushStatus = null;
  expect((await commit(mirror, changes)).kind).toBe('pushed');
  expect((await commit(mirror, changes)).kind).toBe('already');
});
