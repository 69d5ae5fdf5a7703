import { setTimeout as delay } from 'node:timers/promises';
import { and, count, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { DatabaseHandle } from '#db/client.ts';
import { createDatabase } from '#db/client.ts';
import { connectionFromEnv } from '#db/connection.ts';
import { fabricLeases, fabrics } from '#db/schema/fabrics.ts';
import { resources } from '#db/schema/resources.ts';
import { heldReasonText } from '#lib/domain/lifecycle/breaker.ts';
import { getEnvironment } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { createLog } from '#lib/log.ts';
import { readSecretKey } from '#lib/secret-key.ts';
import { getFabricByName } from '#lib/services/fabric/add-fabric.ts';
import { requestSync } from '#lib/services/fabric/request-checks.ts';
import { heldRevisionOf } from '#lib/views/fabric-reading.ts';
import { startWorker } from '#lib/worker/worker.ts';
import { workerName } from '#lib/worker/worker-name.ts';
import type { Command } from './command.ts';
import type { CommandOptions } from './commands.ts';
import { parseDuration, requireFabric } from './commands.ts';

const POLL_MS = 100;

async function isLookedAfter({ db }: DatabaseHandle, fabricId: string): Promise<boolean> {
  const [row] = await db
    .select({ live: count() })
    .from(fabricLeases)
    .where(
      and(
        eq(fabricLeases.fabricId, fabricId),
        sql`${fabricLeases.until} > clock_timestamp()`,
        sql`exists (select from pg_stat_activity a where a.application_name = ${fabricLeases.worker})`,
      ),
    );
  return (row?.live ?? 0) > 0;
}

/** A worker of this very process, for a database that no dashboard runs beside. */
async function startOwnWorker(host: string): Promise<() => Promise<void>> {
  const environment = getEnvironment();
  const name = workerName(host, process.pid);
  const { db, sql, close } = createDatabase(connectionFromEnv(), { applicationName: name });
  // Its log goes to standard error: standard output is the command's answer.
  const log = createLog('worker', { write: (line: string) => void process.stderr.write(line) });
  log.level = 'warn';
  const { dataDirectory } = environment;
  const worker = await startWorker({ db, sql, log, dataDirectory, secret: readSecretKey(environment) }, name);
  return async () => {
    await worker.close();
    await close();
  };
}

async function progressOf({ db }: DatabaseHandle, fabricId: string, requestedAt: Date) {
  const [fabric] = await db.select().from(fabrics).where(eq(fabrics.id, fabricId));
  const since = (at: Date | null | undefined) => at != null && at.getTime() >= requestedAt.getTime();
  const [open] = await db
    .select({ waiting: count() })
    .from(resources)
    .where(
      and(eq(resources.fabricId, fabricId), isNull(resources.removedAt), isNotNull(resources.proofWanted)),
    );
  const gitFailed = since(fabric?.gitErrorAt) ? (fabric?.gitError ?? null) : null;
  const clusterFailed =
    fabric?.clusterConnection === 'failed' ? (fabric.clusterError ?? 'it does not answer') : null;
  const checkDone = since(fabric?.driftCheckedAt);
  // A held reading leaves no time behind; the check that was asked for with it comes after it.
  const held = fabric !== undefined && checkDone ? heldRevisionOf(fabric) : null;
  return {
    gitDone: since(fabric?.gitReadAt) || gitFailed !== null || held !== null,
    checkDone,
    held,
    waiting: open?.waiting ?? 0,
    problems: [gitFailed && `Git: ${gitFailed}`, clusterFailed && `cluster: ${clusterFailed}`].filter(
      (text) => text !== null,
    ),
  };
}

async function countStates({ db }: DatabaseHandle, fabricId: string): Promise<string> {
  const rows = await db
    .select({ state: resources.state, count: count() })
    .from(resources)
    .where(and(eq(resources.fabricId, fabricId), isNull(resources.removedAt)))
    .groupBy(resources.state)
    .orderBy(resources.state);
  return rows.map(({ state, count }) => `${count} ${state ?? 'unknown'}`).join(', ') || 'no resources';
}

/** What waiting for a sync needs to know of the fabric. */
interface SyncCall {
  id: string;
  name: string;
  host: string;
  timeoutMs: number;
}

/** Reads both sides again and waits until everything that follows is concluded. @throws AppError cluster_failed, refused when a revision is held, worker_unavailable */
export async function syncAndWait(
  database: DatabaseHandle,
  { id, name, host, timeoutMs }: SyncCall,
): Promise<void> {
  const requestedAt = await requestSync(database.db, id);
  const stopWorker = (await isLookedAfter(database, id)) ? null : await startOwnWorker(host);
  try {
    const end = performance.now() + timeoutMs;
    for (;;) {
      const progress = await progressOf(database, id, requestedAt);
      const settled = progress.gitDone && progress.checkDone && progress.waiting === 0;
      if (progress.problems.length > 0 && progress.gitDone) {
        throw new AppError('cluster_failed', `Fabric ${name} was not read: ${progress.problems.join('; ')}`);
      }
      if (progress.held !== null) {
        const { revision, removed, set } = progress.held;
        throw new AppError(
          'refused',
          `Fabric ${name} was read, but ${revision.slice(0, 7)} is held: ${heldReasonText(progress.held)}. Revert it, or let ${removed} documents go with: npm run fabric -- release ${name} --set ${set}`,
        );
      }
      if (settled) return;
      if (performance.now() > end) {
        throw new AppError(
          'worker_unavailable',
          `Fabric ${name} is not settled after ${timeoutMs / 1000} s: ${progress.waiting} resources wait for a reading.`,
        );
      }
      await delay(POLL_MS);
    }
  } finally {
    await stopWorker?.();
  }
}

/** The milliseconds that a command may wait for a sync. */
export function timeoutOf({ timeout }: CommandOptions): number {
  return parseDuration(timeout ?? '60s', 'timeout');
}

/** Reads both sides again, then tells which states there are. */
export const syncCommand: Command = async (database, { fabric, options, host, print }) => {
  const { id, name } = await getFabricByName(database.db, requireFabric(fabric));
  await syncAndWait(database, { id, name, host, timeoutMs: timeoutOf(options) });
  print(`Fabric ${name}: ${await countStates(database, id)}.`);
};
