import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { and, count, eq, isNotNull, isNull, or } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { operations } from '#db/schema/operations.ts';
import { resources } from '#db/schema/resources.ts';
import { transitions } from '#db/schema/transitions.ts';
import { saveDraft } from '#lib/services/draft/save-draft.ts';
import { requestCommit } from '#lib/services/operation/request-commit.ts';
import { vpcIdentity } from '#lib/services/testing/test-fabric.ts';
import { createGitOrigin } from '../testing/git-origin.ts';
import type { TestCluster } from '../testing/test-clusters.ts';
import { startSandboxCluster } from '../testing/test-clusters.ts';
import { addTestFabric } from '../testing/watched-fabric.ts';
import { type DurableDatabase, startDurableServer } from './testing/durable-server.ts';
import { manifestOf, vpcOf } from './testing/manifests.ts';
import { createWorkerHost } from './testing/worker-process.ts';

const engineer = { kind: 'person', name: 'engineer' } as const;
const MANIFESTS = process.env.LONG === '1' ? 10_000 : 3_000;
const FILE_SIZE = 50;

let server: Awaited<ReturnType<typeof startDurableServer>>;
let cluster: TestCluster;
beforeAll(async () => {
  [server, cluster] = await Promise.all([startDurableServer(), startSandboxCluster()]);
});
afterAll(async () => {
  await cluster.stop();
  await server.stop();
});

const cleanup: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
  await cluster.clear();
});

async function originOf(files: Record<string, string>) {
  const origin = await createGitOrigin();
  cleanup.push(origin.remove);
  await origin.commit(files, 'Begin');
  return origin;
}

/** A fabric in a database of its own, with a place for its workers. */
async function fabricOn(url: string, options: { graceSeconds?: number } = {}) {
  const database: DurableDatabase = await server.createDatabase();
  const fabric = await addTestFabric(database, { url, kubeconfig: cluster.kubeconfig, ...options });
  const host = createWorkerHost(database.connection);
  cleanup.push(host.close);
  const { db } = database;
  const own = eq(resources.fabricId, fabric.fabricId);
  return {
    ...fabric,
    db,
    host,
    /** How many resources have no state yet, or wait for proof. */
    async open() {
      const [row] = await db
        .select({ open: count() })
        .from(resources)
        .where(
          and(
            own,
            isNull(resources.removedAt),
            or(isNull(resources.state), isNotNull(resources.proofWanted)),
          ),
        );
      return row?.open ?? 0;
    },
    async seen() {
      const [row] = await db.select({ seen: count() }).from(resources).where(own);
      return row?.seen ?? 0;
    },
    async concluded() {
      const [row] = await db
        .select({ steps: count() })
        .from(transitions)
        .where(eq(transitions.fabricId, fabric.fabricId));
      return row?.steps ?? 0;
    },
  };
}

describe('a first sync', () => {
  const name = (index: number) => `vpc-${String(index).padStart(5, '0')}`;

  /** Of every four manifests one is deployed, one differs, one is missing; every fourth object is in no manifest. */
  async function bigRepository() {
    const indices = Array.from({ length: MANIFESTS }, (_, index) => index);
    const files = Map.groupBy(indices, (index) => Math.floor(index / FILE_SIZE));
    const origin = await originOf(
      Object.fromEntries(
        [...files].map(([file, own]) => [
          `vpcs/${file}.yaml`,
          manifestOf(...own.map((index) => vpcOf(name(index), 1000 + (index % 1000)))),
        ]),
      ),
    );
    const puts = indices.flatMap((index) => {
      if (index % 4 === 0) return [vpcOf(name(index), 1000 + (index % 1000))];
      if (index % 4 === 1) return [vpcOf(name(index), 2500)];
      return index % 4 === 2 ? [] : [vpcOf(`orphan-${name(index)}`, 2600)];
    });
    while (puts.length > 0)
      await Promise.all(puts.splice(0, 50).map((object) => cluster.apply('argocd-controller', object)));
    return origin;
  }

  test(`of ${MANIFESTS} manifests that is killed again and again ends as one that was left in peace`, async () => {
    const origin = await bigRepository();
    const orphans = MANIFESTS / 4;
    const all = MANIFESTS + orphans;

    const calm = await fabricOn(origin.url);
    const calmWorker = await calm.host.start();
    await calm.until(async () => (await calm.seen()) === all && (await calm.open()) === 0);
    await calmWorker.kill();

    const hit = await fabricOn(origin.url);
    const cut: number[] = [];
    for (const reached of [
      async () => (await hit.seen()) >= 400,
      async () => (await hit.concluded()) >= 400,
      async () => (await hit.concluded()) >= MANIFESTS / 2,
      async () => (await hit.concluded()) >= MANIFESTS,
    ]) {
      const worker = await hit.host.start();
      await hit.until(reached);
      await worker.kill();
      cut.push(all - (await hit.concluded()));
    }
    expect(Math.min(...cut)).toBeGreaterThan(0);
    await hit.host.start();
    await hit.until(async () => (await hit.seen()) === all && (await hit.open()) === 0);

    const lives = await calm.lives();
    expect(Object.keys(lives)).toHaveLength(all);
    expect(Map.groupBy(Object.values(lives), ({ history }) => history.join()).size).toBe(4);
    expect(await hit.lives()).toEqual(lives);
    expect(await hit.concluded()).toBe(all);
  }, 300_000);
});

test('a database server that is killed: the worker goes on with the next one, and nothing is lost', async () => {
  const [a, b, c] = [vpcOf('a', 1001), vpcOf('b', 1002), vpcOf('c', 1003)];
  const origin = await originOf({ 'vpcs.yaml': manifestOf(a, b, c) });
  for (const object of [a, b]) await cluster.apply('argocd-controller', object);
  const f = await fabricOn(origin.url);
  await f.host.start();
  await f.reached({ a: 'SYNCED', b: 'SYNCED', c: 'PENDING' });

  await server.kill();
  // Seen by the watch while there is nowhere to write it down.
  await cluster.patch('kubectl-edit', a, { spec: { subnets: { web: { vlan: 1777 } } } });
  await cluster.delete(b);
  await cluster.apply('argocd-controller', c);
  await server.restart();
  await f.reached({ a: 'DRIFTED', b: 'DRIFTED', c: 'SYNCED' });
  const drifted = ['∅→SYNCED first_sight', 'SYNCED→DRIFTED drift_detected'];
  expect(await f.lives()).toEqual({
    'VPC/a': { state: 'DRIFTED', history: drifted },
    'VPC/b': { state: 'DRIFTED', history: drifted },
    'VPC/c': { state: 'SYNCED', history: ['∅→PENDING first_sight', 'PENDING→SYNCED deployment'] },
  });
});

describe('a commit', () => {
  /** Runs once in the origin while a push is taken, and ends the worker that pushes. */
  async function killInHook(origin: { url: string }, hook: 'pre-receive' | 'post-receive', pid: number) {
    const path = join(origin.url, 'hooks', hook);
    const outcome = hook === 'pre-receive' ? 1 : 0;
    await writeFile(path, `#!/bin/sh\nrm -f "$0"\nkill -9 ${pid}\nexit ${outcome}\n`);
    await chmod(path, 0o755);
  }

  async function committedAndKilled(hook: 'pre-receive' | 'post-receive', text: string | null) {
    const origin = await originOf({ 'vpcs.yaml': manifestOf(vpcOf('a', 1001), vpcOf('b', 1002)) });
    await cluster.apply('argocd-controller', vpcOf('a', 1001));
    // What waits for its first deployment takes an edit only after the grace period.
    const f = await fabricOn(origin.url, text === null ? { graceSeconds: 0 } : {});
    const worker = await f.host.start();
    await f.reached({ a: 'SYNCED', b: 'PENDING' });
    await killInHook(origin, hook, worker.pid);
    const name = text === null ? 'b' : 'a';
    const identity = vpcIdentity(name);
    await saveDraft(f.db, engineer, { fabricId: f.fabricId, identity, text, create: false });
    const id = await requestCommit(f.db, engineer, f.fabricId, identity, 'Once only');
    await worker.ended;
    expect((await f.row(name))?.state).toBe('DRAFT');
    return {
      f,
      origin,
      /** Starts the next worker and waits until the operation has its outcome. */
      async restart() {
        await f.host.start();
        return f.until(async () => {
          const [operation] = await f.db.select().from(operations).where(eq(operations.id, id));
          return operation?.finishedAt != null && operation;
        });
      },
      /** How many commits the branch has got since. */
      async commits() {
        await origin.git('fetch', '--quiet', 'origin');
        return origin.git('log', '--format=%s', 'origin/main', '^HEAD');
      },
    };
  }

  test('whose worker dies between the push and its record is found by the next sync', async () => {
    const { f, origin, restart, commits } = await committedAndKilled(
      'post-receive',
      manifestOf(vpcOf('a', 1777)),
    );
    expect(await restart()).toMatchObject({ status: 'succeeded' });
    await f.reached({ a: 'PENDING' });
    await cluster.apply('argocd-controller', vpcOf('a', 1777));
    await f.reached({ a: 'SYNCED' });
    expect(await f.history('a')).toEqual([
      '∅→SYNCED first_sight',
      'SYNCED→DRAFT edit',
      'DRAFT→COMMITTED git_sync',
      'COMMITTED→PENDING git_sync',
      'PENDING→SYNCED deployment',
    ]);
    expect(await commits()).toBe('Once only');
    expect(await origin.git('show', 'origin/main:vpcs.yaml')).toContain('vlan: 1777');
  });

  test('whose worker dies before the push was taken is pushed by the next worker', async () => {
    const { f, restart, commits } = await committedAndKilled('pre-receive', manifestOf(vpcOf('a', 1777)));
    expect(await commits()).toBe('');
    expect(await restart()).toMatchObject({ status: 'succeeded', attempts: 2 });
    await f.reached({ a: 'PENDING' });
    expect((await f.history('a')).slice(1)).toEqual([
      'SYNCED→DRAFT edit',
      'DRAFT→COMMITTED commit',
      'COMMITTED→PENDING git_sync',
    ]);
    expect(await commits()).toBe('Once only');
  });

  test('that deletes, whose worker dies between the push and its record, has succeeded', async () => {
    const { f, restart, commits } = await committedAndKilled('post-receive', null);
    expect(await restart()).toMatchObject({ status: 'succeeded' });
    await f.reached({ a: 'SYNCED', b: undefined });
    expect(await f.history('b')).toEqual([
      '∅→PENDING first_sight',
      'PENDING→DRAFT edit',
      'DRAFT→COMMITTED git_sync',
      'COMMITTED→REMOVED removed',
    ]);
    expect(await commits()).toBe('Once only');
  });
});
