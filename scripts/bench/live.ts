import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { and, eq, isNull } from 'drizzle-orm';
import type { DatabaseHandle } from '#db/client.ts';
import { resources } from '#db/schema/resources.ts';
import { FABRIC_CHANGED_CHANNEL } from '#lib/contract/live-frame.ts';
import { ClusterClient } from '#lib/kubernetes/cluster-client.ts';
import { parseKubeconfig } from '#lib/kubernetes/parse-kubeconfig.ts';
import { LiveHub } from '#lib/live/hub.ts';
import { seal } from '#lib/seal.ts';
import { addFabric } from '#lib/services/fabric/add-fabric.ts';
import { vpc } from '#lib/services/testing/test-fabric.ts';
import { createGitOrigin } from '#lib/worker/testing/git-origin.ts';
import { startWorker } from '#lib/worker/worker.ts';
import { workerName } from '#lib/worker/worker-name.ts';
import type { BenchCluster } from './bench-cluster.ts';
import { fill, startBenchCluster } from './bench-cluster.ts';
import { withBenchDatabase } from './bench-database.ts';

const OBJECTS = 500;
const PER_SECOND = 100;
const SECRET = 'the secret of a bench, long enough for anyone';
const QUIET = { info() {}, warn() {}, error() {} };
const spec = (vlan: number) => ({ subnets: { default: { subnet: '10.0.1.0/24', vlan } } });

interface Sent {
  name: string;
  vlan: number;
  at: number;
}

async function watched(database: DatabaseHandle, cluster: BenchCluster, dataDirectory: string, url: string) {
  const { db, sql } = database;
  const client = new ClusterClient(parseKubeconfig(cluster.kubeconfig));
  const { uid } = await client.identity();
  client.close();
  const { id } = await addFabric(db, {
    name: 'bench',
    url,
    branch: 'main',
    sealedKubeconfig: seal(cluster.kubeconfig, SECRET),
    clusterIdentity: uid ?? 'bench',
    gitIntervalSeconds: 3600,
  });
  return {
    id,
    worker: await startWorker(
      { db, sql, log: QUIET, secret: SECRET, dataDirectory },
      workerName('bench', process.pid),
    ),
  };
}

/** Hash of every object as the database has it now: what a page that asks after a frame is answered from. */
async function stored({ db }: DatabaseHandle, fabricId: string): Promise<Map<string, string | null>> {
  const rows = await db
    .select({ name: resources.name, hash: resources.actualDocumentHash })
    .from(resources)
    .where(and(eq(resources.fabricId, fabricId), isNull(resources.removedAt)));
  return new Map(rows.map(({ name, hash }) => [name, hash]));
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/**
 * 100 changes a second in the cluster: from the moment each is sent to the frame after which the database has it,
 * as an open page would learn of it. Counts what never arrived.
 */
export async function benchLive(seconds = 60): Promise<Record<string, unknown>> {
  const cluster = await startBenchCluster();
  const origin = await createGitOrigin();
  const dataDirectory = await mkdtemp(join(tmpdir(), 'fabric-bench-live-'));
  await origin.commit({ 'README.md': 'nothing yet' });
  await fill(cluster, OBJECTS, (index) => vpc(`v-${index}`, spec(1)));
  try {
    return await withBenchDatabase(async (database) => {
      const { id, worker } = await watched(database, cluster, dataDirectory, origin.url);
      while ((await stored(database, id)).size < OBJECTS) await delay(100);
      const open = new Map<string, Sent & { before: string | null }>();
      const latencies: number[] = [];
      const hub = new LiveHub(async ({ onPayload, onReady }) => {
        const { unlisten } = await database.sql.listen(FABRIC_CHANGED_CHANNEL, onPayload, onReady);
        return unlisten;
      });
      let looking: Promise<void> = Promise.resolve();
      const look = (at: number) => async () => {
        const hashes = await stored(database, id);
        for (const [name, sent] of open) {
          if (sent.at > at || hashes.get(name) === sent.before) continue;
          latencies.push(at - sent.at);
          open.delete(name);
        }
      };
      await hub.subscribe({
        send: ({ type }) => {
          if (type === 'changed') looking = looking.then(look(performance.now()));
        },
        close() {},
      });
      const total = seconds * PER_SECOND;
      const begin = performance.now();
      const held = await stored(database, id);
      const requests: Promise<unknown>[] = [];
      for (let index = 0; index < total; index++) {
        await delay(Math.max(0, begin + (index * 1000) / PER_SECOND - performance.now()));
        const name = `v-${index % OBJECTS}`;
        // The former change of this object must be stored before: a lost one would otherwise hide behind the next.
        const before = open.has(name) ? null : (held.get(name) ?? null);
        open.set(name, { name, vlan: 2 + index, at: performance.now(), before });
        requests.push(cluster.send('PATCH', name, { spec: spec(2 + (index % 4000)) }));
        if (index % OBJECTS === OBJECTS - 1)
          for (const [key, hash] of await stored(database, id)) held.set(key, hash);
      }
      await Promise.all(requests);
      for (let patience = 0; open.size > 0 && patience < 50; patience++) await delay(100);
      await looking;
      await hub.close();
      await worker.close();
      return {
        cluster: cluster.name,
        events: total,
        per_second: PER_SECOND,
        p50_ms: Math.round(percentile(latencies, 0.5)),
        p95_ms: Math.round(percentile(latencies, 0.95)),
        max_ms: Math.round(Math.max(...latencies)),
        never_seen: open.size,
      };
    });
  } finally {
    await cluster.stop();
    await origin.remove();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}
