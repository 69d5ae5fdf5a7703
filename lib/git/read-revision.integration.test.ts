import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createBlobCache } from './blob-cache.ts';
import { fetchMirror } from './fetch-mirror.ts';
import { type Mirror, openMirror } from './mirror.ts';
import { provesAbsence } from './proves-absence.ts';
import { type ReadRevisionRequest, readRevision } from './read-revision.ts';
import type { GitReading } from './reading.ts';
import {
  createTestRepository,
  git,
  manifest,
  type TestRepository,
  temporaryFolder,
} from './testing/test-repository.ts';

const mirrors: Mirror[] = [];

afterEach(async () => {
  await Promise.all(mirrors.splice(0).map((mirror) => mirror.close()));
});

/** Somebody who syncs one directory of a repository again and again. */
async function reader(repository: TestRepository, options: Partial<ReadRevisionRequest> = {}) {
  const mirror = await openMirror({ dataDirectory: temporaryFolder(), url: repository.origin });
  mirrors.push(mirror);
  const cache = options.cache ?? createBlobCache();
  return {
    mirror,
    cache,
    async read(previous: GitReading | null = null): Promise<GitReading> {
      const { tips } = await fetchMirror(mirror, { branches: ['main'], credentials: { kind: 'none' } });
      return readRevision({ mirror, revision: tips.main ?? '', directory: '', ...options, cache, previous });
    },
  };
}

async function readOnce(
  files: Record<string, string | Uint8Array>,
  options: Partial<ReadRevisionRequest> = {},
) {
  return (await reader(createTestRepository(files), options)).read();
}

const server = (name: string) => ({
  group: 'wiring.githedgehog.com',
  kind: 'Server',
  namespace: 'default',
  name,
});

describe('readRevision', () => {
  test('reads the manifests of a directory and everything below it, and nothing else', async () => {
    const files = {
      'fabric/servers/s1.yaml': manifest('s1'),
      'fabric/deep/er/s2.yml': manifest('s2'),
      'fabric/s3.json':
        '{"apiVersion":"wiring.githedgehog.com/v1beta1","kind":"Server","metadata":{"name":"s3"},"spec":{}}',
      'fabric/README.md': '# no manifest',
      'fabric/upper.YAML': manifest('upper'),
      'fabric2/s4.yaml': manifest('s4'),
      's5.yaml': manifest('s5'),
    };
    const reading = await readOnce(files, { directory: 'fabric/' });
    expect(reading.documents.map(({ path, identity }) => [path, identity.name]).toSorted()).toEqual([
      ['fabric/deep/er/s2.yml', 's2'],
      ['fabric/s3.json', 's3'],
      ['fabric/servers/s1.yaml', 's1'],
    ]);
    expect(reading).toMatchObject({ directory: 'fabric', directoryMissing: false, findings: [] });
    expect(reading.documents[0]?.blob).toMatch(/^[0-9a-f]{40}$/);
  });

  test.each(['', '.', './'])('%j is the root', async (directory) => {
    expect((await readOnce({ 'a/b.yaml': manifest('b') }, { directory })).documents).toHaveLength(1);
  });

  test.each(['../x', '/etc', 'a/../b', '.git/x', 'a\nb'])('refuses %j as a directory', async (directory) => {
    await expect(readOnce({ 'a.yaml': manifest('a') }, { directory })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  test('a directory that is missing, or is a file, reads as complete, empty and missing', async () => {
    const files = { 'a.yaml': manifest('a') };
    for (const directory of ['nothing/here', 'a.yaml']) {
      const reading = await readOnce(files, { directory });
      expect(reading).toMatchObject({ directoryMissing: true, tree: null, documents: [], files: [] });
    }
  });

  test('a path with every odd character is kept', async () => {
    const path = 'fä "b"/x\ty:{z}.yaml';
    expect((await readOnce({ [path]: manifest('odd') })).documents[0]?.path).toBe(path);
  });

  test('a commit that the mirror does not have is told', async () => {
    const { mirror, cache, read } = await reader(createTestRepository({ 'a.yaml': manifest('a') }));
    await read();
    const request = { mirror, cache, directory: '', revision: '1'.repeat(40) };
    await expect(readRevision(request)).rejects.toMatchObject({
      code: 'git_failed',
      message: expect.stringContaining('Sync it again'),
    });
  });

  test('hooks, filters and attributes of the repository do nothing', async () => {
    const repository = createTestRepository({
      '.gitattributes': '*.yaml filter=evil text eol=crlf ident\n',
      'a.yaml': manifest('a'),
    });
    const reading = await (await reader(repository)).read();
    expect(reading.documents[0]?.text).toBe(manifest('a'));
  });
});

describe('a second reading', () => {
  test('of the same tree is the first one, with the new revision', async () => {
    const repository = createTestRepository({ 'f/a.yaml': manifest('a'), other: '1' });
    const { read } = await reader(repository, { directory: 'f' });
    const first = await read();
    const revision = repository.push({ other: '2' });
    const second = await read(first);
    expect(second).toEqual({ ...first, revision });
    expect(second.files).toBe(first.files);
  });

  test('takes unchanged files from the cache, as the same objects', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a'), 'b.yaml': manifest('b') });
    const { read, cache } = await reader(repository);
    const first = await read();
    repository.push({ 'b.yaml': manifest('b', '  description: other\n') });
    const second = await read(first);
    const [a1, b1] = first.files;
    const [a2, b2] = second.files;
    expect(a2).toBe(a1);
    expect(b2).not.toBe(b1);
    expect(cache.size).toBe(3);
  });

  test('of a moved file gives the same document at the new path', async () => {
    const repository = createTestRepository({ 'old/a.yaml': manifest('a') });
    const { read } = await reader(repository);
    const [before] = (await read()).documents;
    repository.push({ 'old/a.yaml': null, 'new/a.yaml': manifest('a') });
    const [after] = (await read()).documents;
    expect(after).toMatchObject({
      path: 'new/a.yaml',
      identity: before?.identity,
      textHash: before?.textHash,
    });
  });
});

describe('what is found', () => {
  test('one identity in two files: both are named, neither counts', async () => {
    const reading = await readOnce({
      'a.yaml': manifest('twice'),
      'b/c.yaml': `${manifest('once')}---\n${manifest('twice').replace('name: twice', 'name: twice\n  namespace: default')}`,
    });
    expect(reading.documents.map(({ identity }) => identity.name)).toEqual(['once']);
    expect(reading.ambiguous).toHaveLength(1);
    expect(reading.ambiguous[0]?.documents.map(({ path, documentIndex }) => [path, documentIndex])).toEqual([
      ['a.yaml', 0],
      ['b/c.yaml', 1],
    ]);
    expect(reading.findings.map(({ code, path, line, message }) => [code, path, line, message])).toEqual([
      ['duplicate_identity', 'a.yaml', 1, expect.stringContaining('b/c.yaml:8')],
      ['duplicate_identity', 'b/c.yaml', 8, expect.stringContaining('a.yaml:1')],
    ]);
    expect(provesAbsence(reading, server('twice'), 'a.yaml')).toBe(false);
  });

  test('links, submodules, charts, kustomizations, LFS, size and bytes each have their finding', async () => {
    const repository = createTestRepository({
      'a.yaml': manifest('a'),
      'kustomization.yaml': 'resources: [a.yaml]\n',
      'chart/Chart.yaml': 'name: chart\n',
      'chart/values.yaml': 'kind: {}\n',
      'chart/templates/server.yaml': `${manifest('{{ .Values.name }}')}`,
      'chart/crds/plain.yaml': manifest('plain'),
      'big.yaml': `# ${'x'.repeat(300)}\n`,
      'lfs.yaml': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
      'latin.yaml': new Uint8Array([0x61, 0x3a, 0x20, 0xe9]),
    });
    symlinkSync('/etc/passwd', join(repository.clone, 'link.yaml'));
    symlinkSync('/etc', join(repository.clone, 'folder'));
    repository.push({});
    execFileSync('git', ['update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},module`], {
      cwd: repository.clone,
    });
    git(repository.clone, 'commit', '--quiet', '-m', 'module');
    git(repository.clone, 'push', '--quiet', 'origin', 'HEAD:main');
    const reading = await (await reader(repository, { maxFileBytes: 250 })).read();
    expect(Object.fromEntries(reading.findings.map(({ path, code }) => [path, code]))).toEqual({
      'big.yaml': 'oversize',
      'chart/Chart.yaml': 'template_skipped',
      'chart/templates/server.yaml': 'template_skipped',
      'chart/values.yaml': 'template_skipped',
      folder: 'symlink_skipped',
      'kustomization.yaml': 'template_skipped',
      'latin.yaml': 'not_utf8',
      'lfs.yaml': 'lfs_pointer_skipped',
      'link.yaml': 'symlink_skipped',
      module: 'submodule_skipped',
    });
    expect(reading.documents.map(({ path }) => path)).toEqual(['a.yaml', 'chart/crds/plain.yaml']);
  });

  test('a file that broke keeps what it gave last from being thought absent', async () => {
    const repository = createTestRepository({
      'a.yaml': `${manifest('a1')}---\n${manifest('a2')}`,
      'b.yaml': manifest('b'),
    });
    const { read } = await reader(repository);
    await read();
    repository.push({
      'a.yaml': `${manifest('a1')}---\n${manifest('a2').replace('spec:', 'spec')}`,
      'b.yaml': null,
    });
    const reading = await read();
    expect(reading.documents.map(({ identity }) => identity.name)).toEqual(['a1']);
    expect(reading.unreadable).toMatchObject([
      { path: 'a.yaml', documentIndex: 1, text: expect.stringContaining('a2') },
    ]);
    expect(provesAbsence(reading, server('a2'), 'a.yaml')).toBe(false);
    expect(provesAbsence(reading, server('b'), 'b.yaml')).toBe(true);
  });

  test('a resource that was moved into a file that broke is not thought absent either', async () => {
    const repository = createTestRepository({ 'old.yaml': manifest('moved-1'), 'new.yaml': manifest('n') });
    const { read } = await reader(repository);
    await read();
    repository.push({ 'old.yaml': null, 'new.yaml': `${manifest('n')}---\n${manifest('moved-1')}\tbroken` });
    const reading = await read();
    expect(provesAbsence(reading, server('moved-1'), 'old.yaml')).toBe(false);
    expect(provesAbsence(reading, server('elsewhere'), 'other.yaml')).toBe(true);
  });
});

test('a cache shared by two directories serves both', async () => {
  const repository = createTestRepository({ 'a/x.yaml': manifest('x'), 'b/y.yaml': manifest('y1') });
  const cache = createBlobCache();
  const first = await (await reader(repository, { cache, directory: 'a' })).read();
  const second = await (await reader(repository, { cache, directory: 'b' })).read();
  expect([first, second].map(({ documents }) => documents[0]?.path)).toEqual(['a/x.yaml', 'b/y.yaml']);
  expect(cache.size).toBe(2);
});
