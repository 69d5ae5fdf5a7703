import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AppError } from '../errors.ts';
import { commitAndPush } from './commit-and-push.ts';
import { fetchMirror } from './fetch-mirror.ts';
import { openMirror } from './mirror.ts';
import type { GitCredentials } from './reading.ts';
import { testConnection } from './test-connection.ts';
import { type GitServer, serveRepository } from './testing/git-server.ts';
import { createTestRepository, git, manifest, temporaryFolder } from './testing/test-repository.ts';

const basic: GitCredentials = { kind: 'basic', username: 'grace', password: 's3cret/:@ ü' };
const token: GitCredentials = { kind: 'token', token: 'glpat-0123456789' };
const headerOf = (pair: string) => `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;

function connect(
  url: string,
  credentials: GitCredentials = { kind: 'none' },
  rest: { branch?: string; directory?: string; timeoutMs?: number } = {},
) {
  return testConnection({ url, branch: 'main', credentials, dataDirectory: temporaryFolder(), ...rest });
}

async function served(): Promise<GitServer & { tip: string }> {
  const repository = createTestRepository({ 'a.yaml': manifest('a') });
  const server = await serveRepository(repository.origin);
  return Object.assign(server, { tip: git(repository.clone, 'rev-parse', 'HEAD') });
}

/** The failure of a promise that must fail. */
async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  return promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: AppError) => error,
  );
}

describe('a connection that works', () => {
  test('to a local path and a file:// address', async () => {
    const repository = createTestRepository({ 'a.yaml': manifest('a') });
    git(repository.clone, 'push', '--quiet', 'origin', 'HEAD:refs/heads/dev');
    const tip = git(repository.clone, 'rev-parse', 'HEAD');
    const report = { branch: 'main', tip, branches: ['dev', 'main'], push: { allowed: true } };
    expect(await connect(repository.origin)).toEqual(report);
    expect(await connect(`file://${repository.origin}`)).toEqual(report);
  });

  test('over HTTP without credentials', async () => {
    const { url, tip } = await served();
    expect(await connect(url)).toEqual({ branch: 'main', tip, branches: ['main'], push: { allowed: true } });
  });

  test.each([
    ['a user name and a password', basic, headerOf('grace:s3cret/:@ ü')],
    ['a token', token, headerOf('x-access-token:glpat-0123456789')],
  ])('over HTTP with %s, sent with the very first request', async (_, credentials, header) => {
    const server = await served();
    server.behaviour.authorization = header;
    expect(await connect(server.url, credentials)).toMatchObject({ tip: server.tip });
    expect(new Set(server.seen)).toEqual(new Set([header]));
  });

  test('to an empty repository', async () => {
    const { url } = await serveRepository(createTestRepository().origin);
    expect(await connect(url)).toEqual({ branch: 'main', tip: null, branches: [], push: { allowed: true } });
  });

  test('that may read only', async () => {
    const server = await served();
    server.behaviour.pushStatus = 403;
    expect(await connect(server.url)).toMatchObject({
      tip: server.tip,
      push: { allowed: false, message: expect.stringContaining('does not let them do this') },
    });
  });

  test('leaves nothing behind', async () => {
    const { url } = await served();
    const dataDirectory = temporaryFolder();
    await testConnection({ url, branch: 'main', credentials: token, dataDirectory });
    expect(readdirSync(dataDirectory)).toEqual([]);
  });
});

describe('a connection that fails', () => {
  test('wrong credentials, even where reading is free to all', async () => {
    const server = await served();
    server.behaviour.authorization = headerOf('somebody:else');
    const failure = await failureOf(connect(server.url, basic));
    expect(failure).toMatchObject({
      code: 'git_credentials',
      message: expect.stringContaining('does not accept these credentials'),
    });
  });

  test('no credentials where some are needed', async () => {
    const server = await served();
    server.behaviour.authorization = headerOf('somebody:else');
    expect(await failureOf(connect(server.url))).toMatchObject({ code: 'git_credentials' });
  });

  test.each([
    [403, 'git_credentials', 'Give them access'],
    [404, 'git_failed', 'no such repository'],
    [500, 'git_unreachable', 'Try again later'],
    [503, 'git_unreachable', 'Try again later'],
  ])('a server that answers %i', async (status, code, words) => {
    const server = await served();
    server.behaviour.status = status;
    const failure = await failureOf(connect(server.url, token));
    expect(failure).toMatchObject({ code, message: expect.stringContaining(words) });
    expect(failure.details.server).toContain(status === 404 ? 'not found' : String(status));
  });

  test('a server that hangs', async () => {
    const server = await served();
    server.behaviour.hang = true;
    const failure = await failureOf(connect(server.url, token, { timeoutMs: 300 }));
    expect(failure).toMatchObject({
      code: 'git_unreachable',
      message: expect.stringContaining('no answer within 1 s'),
    });
  });

  test('a server that hangs in the middle of a fetch', async () => {
    const server = await served();
    const mirror = await openMirror({ dataDirectory: temporaryFolder(), url: server.url });
    server.behaviour.hang = true;
    const options = { branches: ['main'], credentials: token, timeoutMs: 300 };
    expect(await failureOf(fetchMirror(mirror, options))).toMatchObject({ code: 'git_unreachable' });
    await mirror.close();
  });

  test('a server that hangs leaves no process waiting for it', async () => {
    const server = await served();
    server.behaviour.hang = true;
    await failureOf(connect(server.url, token, { timeoutMs: 300 }));
    const processes = execFileSync('ps', ['-ww', '-eo', 'args'], { encoding: 'utf8' });
    expect(processes.split('\n').filter((line) => line.includes(server.url))).toEqual([]);
  });

  test('a port that nobody listens on, a host that does not exist', async () => {
    expect(await failureOf(connect('http://127.0.0.1:1/x.git'))).toMatchObject({ code: 'git_unreachable' });
    expect(await failureOf(connect('http://nowhere.invalid/x.git'))).toMatchObject({
      code: 'git_unreachable',
    });
  });

  test('a server that is no Git server', async () => {
    const page = createServer((_, response) => response.end('<html>hello</html>'));
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    const address = page.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const failure = await failureOf(connect(`http://127.0.0.1:${port}/x.git`));
    await new Promise((resolve) => page.close(resolve));
    expect(failure).toMatchObject({ code: 'git_failed', message: expect.stringContaining('no Git server') });
  });

  test('a branch that is not there is named with those that are', async () => {
    const { url } = await served();
    const failure = await failureOf(connect(url, { kind: 'none' }, { branch: 'production' }));
    expect(failure.message).toContain('has no branch "production". There are: main.');
  });

  test('a directory that is not there is named with those that look like it', async () => {
    const files = ['fabrics/lab', 'fabrics/labor', 'fabrics/production', 'docs', 'ops'];
    const { origin } = createTestRepository(
      Object.fromEntries(files.map((path) => [`${path}/a.yaml`, manifest('a')])),
    );
    const open = { kind: 'none' } as const;
    for (const directory of ['Fabrics/lap', 'fabrics/lab/a.yaml']) {
      const failure = await failureOf(connect(origin, open, { directory }));
      expect(failure).toMatchObject({ code: 'git_failed', details: { directory } });
      expect(failure.message).toMatch(
        /There is no directory "fabrics\/la.*" at \w{7}\. Nearest to it: fabrics\/lab, fabrics\/labor, /i,
      );
    }
    for (const directory of ['fabrics/lab/', '', '.']) await connect(origin, open, { directory });
    await connect(createTestRepository().origin, open, { directory: 'nowhere' });
    const flat = createTestRepository({ 'a.yaml': manifest('a') });
    const failure = await failureOf(connect(flat.origin, open, { directory: 'lab' }));
    expect(failure.message).toContain('There are no directories at all.');
  });

  test('a path without a repository', async () => {
    const failure = await failureOf(connect(join(temporaryFolder(), 'nothing')));
    expect(failure).toMatchObject({
      code: 'git_failed',
      message: expect.stringContaining('no Git repository'),
    });
  });
});

describe('credentials', () => {
  test('are in no argument of any process, and in no file', async () => {
    const server = await served();
    server.behaviour.authorization = headerOf('grace:s3cret/:@ ü');
    server.behaviour.hang = true;
    const dataDirectory = temporaryFolder();
    const mirror = await openMirror({ dataDirectory, url: server.url });
    const fetching = failureOf(
      fetchMirror(mirror, { branches: ['main'], credentials: basic, timeoutMs: 1500 }),
    );
    while (server.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const processes = execFileSync('ps', ['-ww', '-eo', 'args'], { encoding: 'utf8' });
    expect(processes).toContain(server.url);
    expect(processes).not.toContain('s3cret');
    expect(processes).not.toContain(headerOf('grace:s3cret/:@ ü').slice('Basic '.length));
    expect((await fetching).code).toBe('git_unreachable');
    server.behaviour.hang = false;
    const change = { path: 'b.yaml', newText: 'b\n', base: null };
    const author = { name: 'Grace', email: 'grace@example.org' };
    await commitAndPush({
      mirror,
      branch: 'main',
      changes: [change],
      author,
      message: 'b',
      credentials: basic,
    });
    await mirror.close();
    const files = readdirSync(dataDirectory, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    expect(texts.filter((text) => text.includes('s3cret') || text.includes('Authorization'))).toEqual([]);
  });

  test('do not follow where a server points', async () => {
    const server = await served();
    const elsewhere = await served();
    server.behaviour.redirectTo = elsewhere.url;
    expect(await failureOf(connect(server.url, basic))).toMatchObject({
      message: expect.stringContaining('another address'),
    });
    expect(elsewhere.seen).toEqual([]);
  });

  test('are taken out of what a server says about them', async () => {
    const server = createServer((request, response) => {
      response
        .writeHead(403, { 'Content-Type': 'text/plain' })
        .end(`you sent ${request.headers.authorization} for glpat-0123456789`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const failure = await failureOf(connect(`http://127.0.0.1:${port}/x.git`, token));
    await new Promise((resolve) => server.close(resolve));
    const shown = JSON.stringify([failure.message, failure.details]);
    expect(shown).toContain('you sent Basic ***');
    expect(shown).not.toMatch(/glpat|eC1hY2Nlc3M/);
  });
});
