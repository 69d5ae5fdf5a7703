import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { and, eq, isNull } from 'drizzle-orm';
import type { DatabaseHandle } from '#db/client.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import { resources } from '#db/schema/resources.ts';
import type { ResourceState } from '#lib/domain/lifecycle/states.ts';
import { ClusterClient } from '#lib/kubernetes/cluster-client.ts';
import { parseKubeconfig } from '#lib/kubernetes/parse-kubeconfig.ts';
import { seal } from '#lib/seal.ts';
import { addFabric } from '#lib/services/fabric/add-fabric.ts';
import { requestSync } from '#lib/services/fabric/request-checks.ts';
import { historyOf, rowOf } from '#lib/services/testing/test-fabric.ts';
import { clusterIdentityKey } from '../cluster-recorder.ts';
import { startWorker } from '../worker.ts';
import { workerName } from '../worker-name.ts';
import { untilChanged } from './until-changed.ts';

const SECRET = 'a secret of tests, long enough for anyone';
const QUIET = { info() {}, warn() {}, error() {} };

/** A fabric on a real repository and API server, looked after by a real worker of this process. */
export async function watchFabric(
  database: DatabaseHandle,
  options: { url: string; kubeconfig: string; directory?: string; sandbox?: boolean; graceSeconds?: number },
) {
  const { db, sql } = database;
  const dataDirectory = await mkdtemp(join(tmpdir(), 'fabric-worker-'));
  const client = new ClusterClient(parseKubeconfig(options.kubeconfig));
  const clusterIdentity = clusterIdentityKey(await client.identity());
  client.close();
  const { id: fabricId } = await addFabric(db, {
    name: `fabric-${randomUUID().slice(0, 8)}`,
    url: options.url,
    branch: 'main',
    directory: options.directory ?? '',
    sealedKubeconfig: seal(options.kubeconfig, SECRET),
    clusterIdentity,
    sandbox: options.sandbox ?? true,
    gitIntervalSeconds: 3600,
    graceSeconds: options.graceSeconds ?? 300,
  });
  const context = { db, sql, log: QUIET, dataDirectory, secret: SECRET };
  const start = () => startWorker(context, workerName('test', process.pid));
  let worker = await start();

  const states = async (): Promise<Record<string, ResourceState | null>> => {
    const rows = await db
      .select({ name: resources.name, state: resources.state })
      .from(resources)
      .where(and(eq(resources.fabricId, fabricId), isNull(resources.removedAt)));
    return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
  };
  const describe = async () => {
    const [fabric] = await db.select().from(fabrics).where(eq(fabrics.id, fabricId));
    return JSON.stringify({ states: await states(), git: fabric?.gitError, cluster: fabric?.clusterError });
  };

  return {
    fabricId,
    states,
    history: (name: string) => historyOf(db, fabricId, name),
    row: (name: string) => rowOf(db, fabricId, name),
    /** Waits until these resources have these states; `undefined` means gone. */
    reached: (wanted: Record<string, ResourceState | undefined>) =>
      untilChanged(
        sql,
        async () => {
          const held = await states();
          return Object.entries(wanted).every(([name, state]) => (held[name] ?? undefined) === state) && held;
        },
        describe,
      ),
    until: <T>(holds: () => Promise<T | null | false>) => untilChanged(sql, holds, describe),
    sync: () => requestSync(db, fabricId),
    async restartWorker() {
      await worker.close();
      worker = await start();
    },
    async close() {
      await worker.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
