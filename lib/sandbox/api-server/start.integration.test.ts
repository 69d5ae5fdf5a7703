import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CustomObjectsApi, KubeConfig, makeInformer } from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { APPLY_PATCH, callApi, requireApi } from '../api-client.ts';
import { objectAt, stringAt } from '../json-value.ts';
import { DEFINITIONS, ownersOf, SHELF_DEFINITION, SHELVES, shelf } from '../testing/contract-objects.ts';
import { openWatch } from '../testing/watch-stream.ts';
import { type SandboxApiServer, startSandboxApiServer } from './start.ts';

let directory: string;
const running: SandboxApiServer[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'api-server-'));
});

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function start(
  options: Partial<Parameters<typeof startSandboxApiServer>[0]> = {},
): Promise<SandboxApiServer> {
  const server = await startSandboxApiServer({ directory, crds: [SHELF_DEFINITION], ...options });
  running.push(server);
  return server;
}

async function stop(server: SandboxApiServer): Promise<void> {
  running.splice(running.indexOf(server), 1);
  await server.stop();
}

const versionOf = (object: JsonObject) => Number(stringAt(object, 'metadata', 'resourceVersion'));
const itemsOf = (list: JsonObject) => (Array.isArray(list.items) ? list.items : []);

describe('persistence', () => {
  it('keeps objects, identities and the count of versions over a restart', async () => {
    const first = await start({ token: 'secret', port: 0 });
    const made = await requireApi(first, 'POST', SHELVES, { body: shelf('kept', { aisle: 'east' }) });
    await requireApi(first, 'POST', SHELVES, { body: shelf('gone', {}) });
    await requireApi(first, 'DELETE', `${SHELVES}/gone`);
    const system = await requireApi(first, 'GET', '/api/v1/namespaces/kube-system');
    const { port } = first.address;
    await stop(first);

    const second = await start({ token: 'secret', port });
    expect(second.url).toBe(first.url);
    expect(await requireApi(second, 'GET', `${SHELVES}/kept`)).toEqual(made);
    expect((await callApi(second, 'GET', `${SHELVES}/gone`)).status).toBe(404);
    expect(await requireApi(second, 'GET', '/api/v1/namespaces/kube-system')).toEqual(system);
    const next = await requireApi(second, 'POST', SHELVES, { body: shelf('next', {}) });
    expect(versionOf(next)).toBeGreaterThan(versionOf(made));
  });

  it('tells a watch from before the restart to start again', async () => {
    const first = await start();
    const { metadata } = await requireApi(first, 'GET', SHELVES);
    await requireApi(first, 'POST', SHELVES, { body: shelf('a', {}) });
    await stop(first);
    const second = await start();
    const since = objectAt({ metadata: metadata ?? null }, 'metadata')?.resourceVersion;
    const stream = await openWatch(second, `${SHELVES}?watch=true&resourceVersion=${since}`);
    expect(await stream.next()).toMatchObject({ type: 'ERROR', object: { code: 410 } });
  });

  it('takes changed definitions of a newer release', async () => {
    await stop(await start());
    const changed = structuredClone(SHELF_DEFINITION);
    const names = objectAt(changed, 'spec', 'names') ?? {};
    names.shortNames = ['sh'];
    const server = await start({ crds: [changed] });
    const { body } = await callApi(server, 'GET', '/apis/depot.example.org/v1');
    expect(JSON.stringify(body)).toContain('"shortNames":["sh"]');
  });

  it('holds what it has answered, when it is killed in the middle', async () => {
    const { child, url } = await startProcess(directory);
    const server = { url, token: 'secret' };
    let answered = 0;
    const creating = (async () => {
      for (let index = 0; ; index += 1) {
        await requireApi(server, 'POST', SHELVES, { body: shelf(`s-${index}`, { level: 3 }) });
        answered += 1;
        if (answered === 40) child.kill('SIGKILL');
      }
    })();
    await expect(creating).rejects.toThrow();
    const again = await start();
    const found = itemsOf(await requireApi(again, 'GET', SHELVES));
    expect(found.length).toBeGreaterThanOrEqual(answered);
    expect(found.length).toBeLessThanOrEqual(answered + 1);
  });
});

async function startProcess(folder: string): Promise<{ child: ChildProcess; url: string }> {
  const module = fileURLToPath(new URL('./start.ts', import.meta.url));
  const script = join(folder, 'serve.mjs');
  writeFileSync(
    script,
    `import { startSandboxApiServer } from ${JSON.stringify(module)};
    const crds = [JSON.parse(process.argv[2])];
    const server = await startSandboxApiServer({ directory: process.argv[3], token: 'secret', crds });
    console.log(server.url);`,
  );
  const child = spawn(process.execPath, [script, JSON.stringify(SHELF_DEFINITION), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) return { child, url: line };
  throw new Error('the server said nothing');
}

describe('many objects', () => {
  it('lists a thousand in pages and tells a watch of each', async () => {
    const server = await start({ directory: null });
    const stream = await openWatch(server, `${SHELVES}?watch=true&resourceVersion=0`);
    const names = Array.from({ length: 1_000 }, (_, index) => `shelf-${String(index).padStart(4, '0')}`);
    for (const name of names) await requireApi(server, 'POST', SHELVES, { body: shelf(name, { level: 2 }) });
    const seen: string[] = [];
    while (seen.length < names.length) {
      const event = await stream.next();
      seen.push(stringAt(event?.object, 'metadata', 'name') ?? '');
    }
    stream.close();
    expect(seen).toEqual(names);

    const listed: string[] = [];
    let token = '';
    do {
      const page = await requireApi(
        server,
        'GET',
        `${SHELVES}?limit=300&continue=${encodeURIComponent(token)}`,
      );
      listed.push(...itemsOf(page).map((item) => stringAt(item, 'metadata', 'name') ?? ''));
      token = stringAt(page, 'metadata', 'continue') ?? '';
    } while (token !== '');
    expect(listed).toEqual(names);
  });

  it('keeps the journal readable when it has been shortened', async () => {
    const server = await start();
    const remarks = { text: 'x'.repeat(200_000) };
    await requireApi(server, 'POST', SHELVES, { body: shelf('big', { remarks }) });
    for (let index = 0; index < 50; index += 1) {
      await requireApi(server, 'PATCH', `${SHELVES}/big`, { body: { spec: { remarks: { index } } } });
    }
    await stop(server);
    const again = await start();
    const { spec } = await requireApi(again, 'GET', `${SHELVES}/big`);
    expect(spec).toMatchObject({ remarks: { index: 49 } });
  });
});

describe('watches', () => {
  it('get bookmarks with the newest version when they ask for them', async () => {
    const server = await start({ directory: null });
    const path = `${SHELVES}?watch=true&resourceVersion=0&timeoutSeconds=1`;
    const asked = await openWatch(server, `${path}&allowWatchBookmarks=true`);
    const silent = await openWatch(server, path);
    const made = await requireApi(server, 'POST', SHELVES, { body: shelf('a', {}) });
    const events = await asked.rest();
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'BOOKMARK']);
    expect(versionOf(events[1]?.object ?? {})).toBe(versionOf(made));
    expect((await silent.rest()).map(({ type }) => type)).toEqual(['ADDED']);
  });

  it('end when the server stops', async () => {
    const server = await start({ directory: null });
    const stream = await openWatch(server, `${SHELVES}?watch=true`);
    const ended = stream.next();
    await stop(server);
    await expect(ended).resolves.toBeNull();
  });
});

describe('a mutating webhook', () => {
  const defaulting = (object: JsonObject): JsonObject => ({
    ...object,
    metadata: { ...objectAt(object, 'metadata'), labels: { filled: 'yes' } },
    spec: { ...objectAt(object, 'spec'), code: 'AB1' },
  });

  it('fills fields that nobody owns, on create, update and apply', async () => {
    const server = await start({ directory: null, defaulting });
    const created = await requireApi(server, 'POST', `${SHELVES}?fieldManager=maker`, {
      body: shelf('a', { level: 2 }),
    });
    expect(created).toMatchObject({
      metadata: { labels: { filled: 'yes' } },
      spec: { code: 'AB1', level: 2 },
    });
    expect(JSON.stringify(ownersOf(created))).not.toMatch(/code|labels/);
    const applied = await requireApi(server, 'PATCH', `${SHELVES}/b?fieldManager=flux`, {
      body: shelf('b', { level: 2 }),
      mediaType: APPLY_PATCH,
    });
    expect(applied).toMatchObject({ spec: { code: 'AB1' } });
    expect(ownersOf(applied)).toEqual({ 'flux/Apply': { 'f:spec': { 'f:level': {} } } });
    const edited = await requireApi(server, 'PATCH', `${SHELVES}/b?fieldManager=edit`, {
      body: { spec: { code: 'ZZ9' } },
    });
    expect(edited).toMatchObject({ spec: { code: 'AB1' } });
  });

  it('is checked by the schema afterwards', async () => {
    const wrong = (object: JsonObject): JsonObject => ({ ...object, spec: { level: 99 } });
    const server = await start({ directory: null, defaulting: wrong });
    expect((await callApi(server, 'POST', SHELVES, { body: shelf('a', {}) })).status).toBe(422);
  });

  it('does not see the status endpoint', async () => {
    const server = await start({ directory: null, defaulting });
    await requireApi(server, 'POST', SHELVES, { body: shelf('a', {}) });
    const path = `${SHELVES}/a`;
    await requireApi(server, 'PATCH', `${path}/status`, { body: { status: { full: true } } });
    expect(await requireApi(server, 'GET', path)).toMatchObject({
      metadata: { generation: 1 },
      status: { full: true },
    });
  });
});

describe('the official client', () => {
  const coordinates = { group: 'depot.example.org', version: 'v1', namespace: 'default', plural: 'shelves' };

  function connect(server: SandboxApiServer): KubeConfig {
    const config = new KubeConfig();
    config.loadFromString(server.kubeconfig);
    // The client speaks plain HTTP only to a cluster that is marked so.
    config.clusters = config.clusters.map((cluster) => ({ ...cluster, skipTLSVerify: true }));
    return config;
  }

  it('writes and reads', async () => {
    const client = connect(await start({ directory: null })).makeApiClient(CustomObjectsApi);
    await client.createNamespacedCustomObject({ ...coordinates, body: shelf('a', { level: 4 }) });
    const list = await client.listNamespacedCustomObject(coordinates);
    expect(list).toMatchObject({ kind: 'ShelfList', items: [{ spec: { level: 4 } }] });
    await client.deleteNamespacedCustomObject({ ...coordinates, name: 'a' });
    await expect(client.getNamespacedCustomObject({ ...coordinates, name: 'a' })).rejects.toMatchObject({
      code: 404,
    });
  });

  it('follows with its informer', async () => {
    const server = await start({ directory: null });
    const config = connect(server);
    const client = config.makeApiClient(CustomObjectsApi);
    const informer = makeInformer(config, SHELVES, () => client.listNamespacedCustomObject(coordinates));
    const added = new Promise((resolve) => informer.on('add', resolve));
    await informer.start();
    await requireApi(server, 'POST', SHELVES, { body: shelf('seen', {}) });
    expect(await added).toMatchObject({ metadata: { name: 'seen' } });
    await informer.stop();
  });
});

describe('starting', () => {
  it('refuses a port that is taken', async () => {
    const { address } = await start({ directory: null });
    await expect(startSandboxApiServer({ directory: null, crds: [], port: address.port })).rejects.toThrow(
      'EADDRINUSE',
    );
  });

  it('refuses definitions that are wrong', async () => {
    const wrong = { ...SHELF_DEFINITION, metadata: { name: 'wrong' } };
    await expect(startSandboxApiServer({ directory: null, crds: [wrong] })).rejects.toThrow('metadata.name');
  });

  it('answers nonsense with a Status', async () => {
    const server = await start({ directory: null });
    const big = shelf('a', { remarks: { text: 'x'.repeat(4 * 1024 * 1024) } });
    expect(await callApi(server, 'POST', SHELVES, { body: big })).toMatchObject({ status: 413 });
    expect(await callApi(server, 'DELETE', '/api/v1/namespaces/default')).toMatchObject({ status: 405 });
    expect(await callApi(server, 'PUT', SHELVES)).toMatchObject({ status: 405 });
    const review = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    expect(await callApi(server, 'POST', review, { body: { spec: 1 } })).toMatchObject({ status: 400 });
    expect(await callApi(server, 'GET', review)).toMatchObject({ status: 405 });
    expect(await callApi({ ...server, token: '' }, 'GET', '/readyz')).toMatchObject({
      status: 200,
      body: { text: 'ok' },
    });
    expect(await callApi(server, 'GET', `${DEFINITIONS}/nope`)).toMatchObject({ status: 404 });
  });
});
