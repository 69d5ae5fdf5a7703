import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { fetchMirror } from './fetch-mirror.ts';
import { blobTextAt, commitInfo, compareTips, containment, lastCommitFor } from './history.ts';
import { type Mirror, openMirror } from './mirror.ts';
import {
  createTestRepository,
  git,
  manifest,
  type TestRepository,
  temporaryFolder,
} from './testing/test-repository.ts';

const mirrors: Mirror[] = [];
const unknown = '1'.repeat(40);

afterEach(async () => {
  await Promise.all(mirrors.splice(0).map((mirror) => mirror.close()));
});

async function mirrorOf(repository: TestRepository): Promise<Mirror> {
  const mirror = await openMirror({ dataDirectory: temporaryFolder(), url: repository.origin });
  mirrors.push(mirror);
  await fetchMirror(mirror, { branches: ['main'], credentials: { kind: 'none' } });
  return mirror;
}

async function fetchAgain(mirror: Mirror): Promise<void> {
  await fetchMirror(mirror, { branches: ['main'], credentials: { kind: 'none' } });
}

describe('containment and compareTips', () => {
  test('a branch that went forward', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const first = git(repository.clone, 'rev-parse', 'HEAD');
    const second = repository.push({ 'a.yaml': manifest('a', '  description: 2\n') });
    const mirror = await mirrorOf(repository);
    expect(await containment(mirror, first, second)).toBe('contained');
    expect(await containment(mirror, second, second)).toBe('contained');
    expect(await containment(mirror, second, first)).toBe('missing');
    expect(await compareTips(mirror, first, second)).toBe('forward');
    expect(await compareTips(mirror, first, first)).toBe('same');
  });

  test('a branch that was wound back, and one that was written anew', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const first = git(repository.clone, 'rev-parse', 'HEAD');
    const second = repository.push({ 'b.yaml': manifest('b') });
    const mirror = await mirrorOf(repository);
    git(repository.clone, 'reset', '--quiet', '--hard', first);
    git(repository.clone, 'push', '--quiet', '--force', 'origin', 'HEAD:main');
    await fetchAgain(mirror);
    expect(await compareTips(mirror, second, first)).toBe('rewound');
    const other = repository.push({ 'c.yaml': manifest('c') });
    await fetchAgain(mirror);
    expect(await compareTips(mirror, second, other)).toBe('diverged');
    expect(await containment(mirror, second, other)).toBe('missing');
  });

  test('an object that the mirror does not have proves nothing', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const tip = git(repository.clone, 'rev-parse', 'HEAD');
    const mirror = await mirrorOf(repository);
    expect(await containment(mirror, unknown, tip)).toBe('unknown');
    expect(await compareTips(mirror, unknown, tip)).toBe('unknown');
    expect(await compareTips(mirror, tip, unknown)).toBe('unknown');
  });

  test.each(['main', '--all', 'HEAD~1', ''])('%j is no full commit name', async (name) => {
    const mirror = await mirrorOf(createTestRepository({ 'a.yaml': manifest('a') }));
    await expect(containment(mirror, name, unknown)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('commits', () => {
  test('author, times and subject', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    const first = git(repository.clone, 'rev-parse', 'HEAD');
    const commit = repository.push(
      { 'b.yaml': manifest('b') },
      { message: 'Add "b": ü, 50% more\n\nwith a body' },
    );
    const mirror = await mirrorOf(repository);
    expect(await commitInfo(mirror, commit)).toEqual({
      commit,
      parents: [first],
      authorName: 'Ada',
      authorEmail: 'ada@example.org',
      authoredAt: new Date(git(repository.clone, 'log', '-1', '--format=%aI')),
      committedAt: new Date(git(repository.clone, 'log', '-1', '--format=%cI')),
      subject: 'Add "b": ü, 50% more',
    });
    expect(await commitInfo(mirror, first)).toMatchObject({ parents: [] });
    expect(await commitInfo(mirror, unknown)).toBeNull();
  });

  test('the last one that changed a file, or dropped it', async () => {
    const repository = createTestRepository({ 'a*.yaml': manifest('a'), 'ab.yaml': manifest('ab') });
    const first = git(repository.clone, 'rev-parse', 'HEAD');
    const dropped = repository.push({ 'ab.yaml': null }, { message: 'drop ab' });
    const tip = repository.push({ 'c.yaml': manifest('c') });
    const mirror = await mirrorOf(repository);
    expect(await lastCommitFor(mirror, tip, 'ab.yaml')).toMatchObject({
      commit: dropped,
      subject: 'drop ab',
    });
    expect(await lastCommitFor(mirror, tip, 'a*.yaml')).toMatchObject({ commit: first });
    expect(await lastCommitFor(mirror, first, 'ab.yaml')).toMatchObject({ commit: first });
    expect(await lastCommitFor(mirror, tip, 'never.yaml')).toBeNull();
  });
});

describe('blobTextAt', () => {
  test('gives a file byte for byte, at any revision', async () => {
    const text = '\uFEFFa: 1\r\n# ü\r\n';
    const repository = createTestRepository({ 'dir/a b.yaml': text });
    const first = git(repository.clone, 'rev-parse', 'HEAD');
    const second = repository.push({ 'dir/a b.yaml': null });
    const mirror = await mirrorOf(repository);
    expect(await blobTextAt(mirror, first, 'dir/a b.yaml')).toEqual({
      text,
      blob: git(repository.clone, 'rev-parse', `${first}:dir/a b.yaml`),
    });
    expect(await blobTextAt(mirror, second, 'dir/a b.yaml')).toBeNull();
    expect(await blobTextAt(mirror, first, 'dir')).toBeNull();
    expect(await blobTextAt(mirror, first, 'a\nb')).toBeNull();
  });

  test('refuses what is no text', async () => {
    const repository = createTestRepository({ 'a.yaml': new Uint8Array([0xff, 0xfe, 0x00]) });
    const mirror = await mirrorOf(repository);
    const tip = git(repository.clone, 'rev-parse', 'HEAD');
    await expect(blobTextAt(mirror, tip, 'a.yaml')).rejects.toMatchObject({
      code: 'git_failed',
      message: expect.stringContaining('UTF-8'),
    });
  });
});

test('the reader of objects starts again after its process ended, and tells those who were waiting', async () => {
  const repository = createTestRepository({ 'a.yaml': manifest('a') });
  const mirror = await mirrorOf(repository);
  const tip = git(repository.clone, 'rev-parse', 'HEAD');
  expect((await mirror.objects.read(tip))?.type).toBe('commit');
  await mirror.objects.stop();
  expect((await mirror.objects.read(`${tip}^{tree}`))?.type).toBe('tree');
  await mirror.objects.stop();
  rmSync(join(mirror.gitDirectory, 'HEAD'));
  await expect(mirror.objects.read(tip)).rejects.toMatchObject({
    code: 'git_failed',
    message: expect.stringContaining('mirror'),
  });
});

test('large and empty objects come whole, in the order asked', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`f${index}`, 'x'.repeat(index * 4001)]),
  );
  const repository = createTestRepository({ ...files, big: 'y'.repeat(5_000_000) });
  const mirror = await mirrorOf(repository);
  const tip = git(repository.clone, 'rev-parse', 'HEAD');
  const names = [...Object.keys(files), 'big', 'missing', 'f0'];
  const objects = await Promise.all(names.map((name) => mirror.objects.read(`${tip}:${name}`)));
  expect(objects.map((object) => object?.body.length ?? null)).toEqual([
    ...Array.from({ length: 60 }, (_, index) => index * 4001),
    5_000_000,
    null,
    0,
  ]);
});

test('the reader of objects finds what was packed anew under it', async () => {
  const repository = createTestRepository({ 'a.yaml': manifest('a') });
  const mirror = await mirrorOf(repository);
  const tip = repository.push({ 'b.yaml': manifest('b') });
  await fetchAgain(mirror);
  git(mirror.gitDirectory, 'gc', '--quiet', '--prune=now');
  expect((await mirror.objects.read(`${tip}:b.yaml`))?.body.toString()).toBe(manifest('b'));
});
