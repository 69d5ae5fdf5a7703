import { chmodSync, existsSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createBlobCache } from './blob-cache.ts';
import { fetchMirror } from './fetch-mirror.ts';
import { type Mirror, mirrorRef, openMirror, removeMirror } from './mirror.ts';
import { readRevision } from './read-revision.ts';
import { createTestRepository, git, manifest, temporaryFolder } from './testing/test-repository.ts';

const credentials = { kind: 'none' } as const;
const mirrors: Mirror[] = [];

async function open(url: string, dataDirectory = temporaryFolder()): Promise<Mirror> {
  const mirror = await openMirror({ dataDirectory, url });
  mirrors.push(mirror);
  return mirror;
}

afterEach(async () => {
  await Promise.all(mirrors.splice(0).map((mirror) => mirror.close()));
});

/** Files of the object store, to be damaged. */
function objectFiles(gitDirectory: string): string[] {
  const entries = readdirSync(join(gitDirectory, 'objects'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function damage(gitDirectory: string): void {
  for (const file of objectFiles(gitDirectory)) {
    chmodSync(file, 0o600);
    truncateSync(file, Math.floor(statSync(file).size / 2));
  }
}

describe('fetchMirror', () => {
  test('brings the tip of a branch, and says that the mirror is new', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const mirror = await open(repository.origin);
    const tip = git(repository.clone, 'rev-parse', 'HEAD');
    expect(await fetchMirror(mirror, { branches: ['main'], credentials })).toEqual({
      tips: { main: tip },
      branches: null,
      rebuilt: true,
    });
    expect(await fetchMirror(mirror, { branches: ['main'], credentials })).toMatchObject({ rebuilt: false });
  });

  test('follows a branch that moved, forward or rewritten', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const mirror = await open(`file://${repository.origin}`);
    await fetchMirror(mirror, { branches: ['main'], credentials });
    const second = repository.push({ 'b.yaml': manifest('b') });
    expect((await fetchMirror(mirror, { branches: ['main'], credentials })).tips.main).toBe(second);
    git(repository.clone, 'reset', '--quiet', '--hard', 'HEAD~1');
    const rewritten = repository.push({ 'c.yaml': manifest('c') }, { force: true });
    expect((await fetchMirror(mirror, { branches: ['main'], credentials })).tips.main).toBe(rewritten);
  });

  test('fetches only the wanted branches, names that contain each other included', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    git(repository.clone, 'push', '--quiet', 'origin', 'HEAD:refs/heads/team/a', 'HEAD:refs/heads/other');
    const mirror = await open(repository.origin);
    const { tips } = await fetchMirror(mirror, { branches: ['main', 'team/a'], credentials });
    expect(Object.keys(tips)).toEqual(['main', 'team/a']);
    expect(git(mirror.gitDirectory, 'for-each-ref', '--format=%(refname)').split('\n').toSorted()).toEqual(
      [mirrorRef('main'), mirrorRef('team/a')].toSorted(),
    );
  });

  test('a branch that is not there is null, beside those that are', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    git(repository.clone, 'push', '--quiet', 'origin', 'HEAD:refs/heads/dev');
    const mirror = await open(repository.origin);
    const result = await fetchMirror(mirror, { branches: ['main', 'gone'], credentials });
    expect(result.tips.gone).toBeNull();
    expect(result.tips.main).toMatch(/^[0-9a-f]{40}$/);
    expect(result.branches?.toSorted()).toEqual(['dev', 'main']);
  });

  test('a branch that was deleted after it had been fetched is null', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    git(repository.clone, 'push', '--quiet', 'origin', 'HEAD:refs/heads/dev');
    const mirror = await open(repository.origin);
    await fetchMirror(mirror, { branches: ['dev'], credentials });
    git(repository.clone, 'push', '--quiet', 'origin', ':refs/heads/dev');
    expect(await fetchMirror(mirror, { branches: ['dev'], credentials })).toMatchObject({
      tips: { dev: null },
      branches: ['main'],
    });
  });

  test('an empty repository has no branch', async () => {
    const mirror = await open(createTestRepository().origin);
    expect(await fetchMirror(mirror, { branches: ['main'], credentials })).toMatchObject({
      tips: { main: null },
      branches: [],
    });
  });

  test.each(['--upload-pack=touch', 'a b', '', 'x..y', 'x.lock', '@{1}'])(
    'refuses %j as a branch',
    async (branch) => {
      const mirror = await open(createTestRepository({ a: 'a' }).origin);
      await expect(fetchMirror(mirror, { branches: [branch], credentials })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    },
  );

  test('a path without a repository is told as such', async () => {
    const missing = join(temporaryFolder(), 'nothing.git');
    const mirror = await open(missing);
    await expect(fetchMirror(mirror, { branches: ['main'], credentials })).rejects.toMatchObject({
      code: 'git_failed',
      message: expect.stringContaining('There is no Git repository at this path'),
      details: { url: missing },
    });
  });
});

describe('a mirror after an accident', () => {
  test('lock files of a killed process are removed at opening', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const dataDirectory = temporaryFolder();
    const first = await open(repository.origin, dataDirectory);
    await fetchMirror(first, { branches: ['main'], credentials });
    await first.close();
    const locks = ['config.lock', 'packed-refs.lock', `${mirrorRef('main')}.lock`].map((lock) =>
      join(first.gitDirectory, lock),
    );
    for (const lock of locks) writeFileSync(lock, '');
    const tip = repository.push({ 'b.yaml': manifest('b') });
    const second = await open(repository.origin, dataDirectory);
    expect(locks.filter((lock) => existsSync(lock))).toEqual([]);
    expect((await fetchMirror(second, { branches: ['main'], credentials })).tips.main).toBe(tip);
  });

  test('a lock that appears while it is open is removed, and the fetch done again', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const mirror = await open(repository.origin);
    await fetchMirror(mirror, { branches: ['main'], credentials });
    writeFileSync(join(mirror.gitDirectory, `${mirrorRef('main')}.lock`), '');
    const tip = repository.push({ 'b.yaml': manifest('b') });
    expect((await fetchMirror(mirror, { branches: ['main'], credentials })).tips.main).toBe(tip);
  });

  test('damaged objects: the reading fails, and the next fetch builds the mirror anew', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const mirror = await open(repository.origin);
    const { tips } = await fetchMirror(mirror, { branches: ['main'], credentials });
    await mirror.objects.stop();
    damage(mirror.gitDirectory);
    const request = { mirror, revision: tips.main ?? '', directory: '', cache: createBlobCache() };
    await expect(readRevision(request)).rejects.toMatchObject({ code: 'git_failed' });
    expect(await fetchMirror(mirror, { branches: ['main'], credentials })).toMatchObject({
      rebuilt: true,
      tips,
    });
    expect((await readRevision(request)).documents).toHaveLength(1);
  });

  test('a mirror that lost its parts is made again at opening', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const dataDirectory = temporaryFolder();
    const first = await open(repository.origin, dataDirectory);
    await fetchMirror(first, { branches: ['main'], credentials });
    await first.close();
    rmSync(join(first.gitDirectory, 'HEAD'));
    const second = await open(repository.origin, dataDirectory);
    expect(await fetchMirror(second, { branches: ['main'], credentials })).toMatchObject({ rebuilt: true });
  });

  test('HEAD that is no HEAD: the fetch itself notices', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const mirror = await open(repository.origin);
    await fetchMirror(mirror, { branches: ['main'], credentials });
    await mirror.objects.stop();
    writeFileSync(join(mirror.gitDirectory, 'HEAD'), 'garbage');
    expect(await fetchMirror(mirror, { branches: ['main'], credentials })).toMatchObject({ rebuilt: true });
  });

  test('removeMirror leaves nothing', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const dataDirectory = temporaryFolder();
    const mirror = await open(repository.origin, dataDirectory);
    await mirror.close();
    await removeMirror({ dataDirectory, url: repository.origin });
    expect(readdirSync(dataDirectory)).toEqual([]);
  });

  test('a data folder that cannot be written is named', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    await expect(openMirror({ dataDirectory: file, url: '/srv/x.git' })).rejects.toMatchObject({
      code: 'git_failed',
      message: expect.stringContaining(file),
    });
  });
});
