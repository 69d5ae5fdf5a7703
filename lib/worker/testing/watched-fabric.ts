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
import { livesOf } from './lives.ts';
import { untilChanged } from './until-changed.ts';

/** What the credentials of test fabrics are sealed with. */
export const SECRET = 'a secret of tests, long enough for anyone';
const QUIET = { info() {}, warn() {}, error() {} };

export interface WatchOptions {
  url: string;
  kubeconfig: string;
  directory?: string;
  sandbox?: boolean;
  graceSeconds?: number;
  /** Known already where the cluster cannot be asked now. */
  clusterIdentity?: string;
}

/** What tells this cluster from others, as the connection test would find it. */
export async function identifyCluster(kubeconfig: string): Promise<string> {
  const client = new ClusterClient(parseKubeconfig(kubeconfig));
  try {
    return clusterIdentityKey(await client.identity());
  } finally {
    client.close();
  }
}

/** A fabric on a real repository and API server that nobody looks after yet. */
export async function addTestFabric({ db, sql }: DatabaseHandle, options: WatchOptions) {
  const { id: fabricId } = await addFabric(db, {
    name: `fabric-${randomUUID().slice(0, 8)}`,
    url: options.url,
    branch: 'main',
    directory: options.directory ?? '',
    sealedKubeconfig: seal(options.kubeconfig, SECRET),
    clusterIdentity: options.clusterIdentity ?? (await identifyCluster(options.kubeconfig)),
    sandbox: options.sandbox ?? true,
    gitIntervalSeconds: 3600,
    graceSeconds: options.graceSeconds ?? 300,
  });

  const states = async (): Promise<Record<string, ResourceState | null>> => {
    const rows = await db
      .select({ name: resources.name, state: resources.state })
      .from(resources)
      .where(and(eq(resources.fabricId, fabricId), isNull(resources.removedAt)));
    return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
  };
  const fabric = async () => {
    const [row] = await db.select().from(fabrics).where(eq(fabrics.id, fabricId));
    if (row === undefined) throw new Error('the fabric is gone');
    return row;
  };
  const describe = async () => {
    const { gitError, clusterError } = await fabric();
    return JSON.stringify({ states: await states(), git: gitError, cluster: clusterError });
  };
  const until = <T>(holds: () => Promise<T | null | false>) => untilChanged(sql, holds, describe);

  return {
    fabricId,
    fabric,
    states,
    lives: () => livesOf(db, fabricId),
    history: (name: string) => historyOf(db, fabricId, name),
    row: (name: string) => rowOf(db, fabricId, name),
    /** Waits until these resources have these states; `undefined` means gone. */
    reached: (wanted: Record<string, ResourceState | undefined>) =>
      until(async () => {
        const held = await states();
        return Object.entries(wanted).every(([name, state]) => (held[name] ?? undefined) === state) && held;
      }),
    until,
    sync: () => requestSync(db, fabricId),
  };
}

/** A fabric on a real repository and API server, looked after by a real worker of this process. */
export async function watchFabric(database: DatabaseHandle, options: WatchOptions) {
  const { db, sql } = database;
  const dataDirectory = await mkdtemp(join(tmpdir(), 'fabric-worker-'));
  const fabric = await addTestFabric(database, options);
  const start = () =>
    startWorker({ db, sql, log: QUIET, dataDirectory, secret: SECRET }, workerName('test', process.pid));
  let worker = await start();
  return {
    ...fabric,
    /** `meanwhile` happens while nobody looks. */
    async restartWorker(meanwhile: () => Promise<unknown> = async () => {}) {
      await worker.close();
      await meanwhile();
      worker = await start();
    },
    async close() {
      await worker.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
