import { asc, inArray } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { fabricLeases } from '#db/schema/fabrics.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import { removeFabric } from '#lib/services/fabric/remove-fabric.ts';
import { createGitOrigin } from '../testing/git-origin.ts';
import type { TestCluster } from '../testing/test-clusters.ts';
import { startSandboxCluster } from '../testing/test-clusters.ts';
import { addTestFabric } from '../testing/watched-fabric.ts';
import { manifestOf, vpcOf } from './testing/manifests.ts';
import { createWorkerHost, type WorkerProcess } from './testing/worker-process.ts';

let database: TestDatabase;
let clusters: TestCluster[];
beforeAll(async () => {
  [database, ...clusters] = await Promise.all([
    createTestDatabase(),
    startSandboxCluster(),
    startSandboxCluster(),
    startSandboxCluster(),
  ]);
});
afterAll(async () => {
  await Promise.all(clusters.map((cluster) => cluster.stop()));
  await database.drop();
});

const cleanup: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
  for (const cluster of clusters) await cluster.clear();
});

/** One fabric a cluster, each with a deployed VPC `a`, and two workers that compete for them. */
async function twoWorkersOnThreeFabrics() {
  const fabrics = await Promise.all(
    clusters.map(async (cluster) => {
      const origin = await createGitOrigin();
      cleanup.push(origin.remove);
      await origin.commit({ 'vpcs.yaml': manifestOf(vpcOf('a', 1001)) }, 'Begin');
      await cluster.apply('argocd-controller', vpcOf('a', 1001));
      const fabric = await addTestFabric(database, { url: origin.url, kubeconfig: cluster.kubeconfig });
      cleanup.push(() => removeFabric(database.db, fabric.fabricId, 'test'));
      return { ...fabric, origin, cluster };
    }),
  );
  const host = createWorkerHost(database.connection);
  cleanup.push(host.close);
  const workers = await Promise.all([host.start(), host.start()]);
  for (const fabric of fabrics) await fabric.reached({ a: 'SYNCED' });

  const own = inArray(
    fabricLeases.fabricId,
    fabrics.map(({ fabricId }) => fabricId),
  );
  const leases = () => database.db.select().from(fabricLeases).where(own).orderBy(asc(fabricLeases.fabricId));
  /** The worker that looks after each fabric. */
  const holders = async () =>
    (await leases()).map(({ worker }) => {
      const holder = workers.find(({ pid }) => worker.split(':')[2] === String(pid));
      if (holder === undefined) throw new Error(`the lease is of ${worker}`);
      return holder;
    });
  return { fabrics, workers, leases, holders };
}

type Setting = Awaited<ReturnType<typeof twoWorkersOnThreeFabrics>>;

/** Every fabric drifts and is mended again, which a worker has to see. */
async function driftEverywhere({ fabrics }: Setting): Promise<void> {
  for (const { cluster } of fabrics) await cluster.put('kubectl-edit', 'a', vpcOf('a', 1500).spec ?? null);
  for (const fabric of fabrics) await fabric.reached({ a: 'DRIFTED' });
  for (const { cluster } of fabrics)
    await cluster.put('argocd-controller', 'a', vpcOf('a', 1001).spec ?? null);
  for (const fabric of fabrics) await fabric.reached({ a: 'SYNCED' });
}

const ROUND = ['SYNCED→DRIFTED drift_detected', 'DRIFTED→SYNCED drift_resolved'];

function survivorOf({ workers }: Setting, dead: WorkerProcess): WorkerProcess {
  const survivor = workers.find((worker) => worker !== dead);
  if (survivor === undefined) throw new Error('nobody is left');
  return survivor;
}

test('each fabric has exactly one worker; when it is killed the other takes over and nothing is told twice', async () => {
  const setting = await twoWorkersOnThreeFabrics();
  await driftEverywhere(setting);
  const before = await setting.leases();
  const [dead] = await setting.holders();
  if (dead === undefined) throw new Error('nobody holds a lease');
  await dead.kill();
  await driftEverywhere(setting);

  const survivor = survivorOf(setting, dead);
  expect(new Set(await setting.holders())).toEqual(new Set([survivor]));
  const passedOn = before.filter(({ worker }) => worker.split(':')[2] === String(dead.pid));
  expect((await setting.leases()).map(({ fencing }) => fencing)).toEqual(
    before.map((lease) => lease.fencing + (passedOn.includes(lease) ? 1 : 0)),
  );
  for (const fabric of setting.fabrics)
    expect(await fabric.history('a')).toEqual(['∅→SYNCED first_sight', ...ROUND, ...ROUND]);
});

test('a worker that slept through its leases leaves them alone when it wakes', async () => {
  const setting = await twoWorkersOnThreeFabrics();
  const [sleeper] = await setting.holders();
  if (sleeper === undefined) throw new Error('nobody holds a lease');
  sleeper.signal('SIGSTOP');
  // As if it had slept for a while: its leases expire, and the database ends what idles in a transaction.
  await database.db.update(fabricLeases).set({ until: new Date(0) });
  const stalled = () => database.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name like ${`%:${sleeper.pid}:%`} and state in ('active', 'idle in transaction')`;
  // What was under way when it fell asleep ends a moment later, and then idles in its transaction as well.
  await expect.poll(async () => (await stalled()).length).toBe(0);
  const survivor = survivorOf(setting, sleeper);
  await driftEverywhere(setting);
  expect(new Set(await setting.holders())).toEqual(new Set([survivor]));

  // What happened meanwhile still waits in the sleeper's watches; both see what comes now.
  sleeper.signal('SIGCONT');
  await driftEverywhere(setting);
  expect(new Set(await setting.holders())).toEqual(new Set([survivor]));
  for (const fabric of setting.fabrics) {
    expect(await fabric.history('a')).toEqual(['∅→SYNCED first_sight', ...ROUND, ...ROUND]);
    const { clusterConnection, gitError } = await fabric.fabric();
    expect({ clusterConnection, gitError }).toEqual({ clusterConnection: 'connected', gitError: null });
  }
  // The sleeper is as good as new: it takes over when the other one goes.
  await survivor.kill();
  await driftEverywhere(setting);
  expect(new Set(await setting.holders())).toEqual(new Set([sleeper]));
});
