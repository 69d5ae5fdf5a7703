import { WORKER_WANTED_CHANNEL } from '#db/queries/fabrics.ts';
import type { Lease } from '#db/queries/leases.ts';
import { claimLeases, releaseLeases } from '#db/queries/leases.ts';
import type { FabricRunner } from './fabric-runner.ts';
import { startFabricRunner } from './fabric-runner.ts';
import { createMirrors } from './mirrors.ts';
import type { WorkerContext } from './worker-context.ts';

/** What a worker is started with; its mirrors of repositories live below `dataDirectory`. */
export type WorkerOptions = Omit<WorkerContext, 'mirrors'> & { dataDirectory: string };

/** A worker: looks after every fabric whose lease it holds. */
export interface Worker {
  /** Gives the leases back and ends all streams. */
  close(): Promise<void>;
}

const CLAIM_EVERY_MS = 5_000;

/** Starts a worker. `name` is the application name of its database sessions, by which others see that it lives. */
export async function startWorker(options: WorkerOptions, name: string): Promise<Worker> {
  const { db, sql, log, secret, dataDirectory } = options;
  const mirrors = createMirrors(dataDirectory);
  const context: WorkerContext = { db, sql, log, secret, mirrors };
  const runners = new Map<string, { lease: Lease; runner: FabricRunner }>();
  let closing = false;

  const start = (lease: Lease) => {
    const runner = startFabricRunner(context, lease);
    runners.set(lease.fabricId, { lease, runner });
    const forget = () => {
      if (runners.get(lease.fabricId)?.runner === runner) runners.delete(lease.fabricId);
    };
    runner.ended.then(forget, (err: unknown) => {
      log.error({ fabricId: lease.fabricId, err }, 'a fabric runner crashed');
      forget();
    });
  };

  const claim = async () => {
    const leases = await claimLeases(db, name);
    if (closing) return;
    for (const [fabricId, { lease, runner }] of runners) {
      const held = leases.find((candidate) => candidate.fabricId === fabricId);
      if (held?.fencing === lease.fencing) continue;
      log.warn({ fabricId }, 'the lease of a fabric was lost');
      await runner.close();
    }
    for (const lease of leases) if (!runners.has(lease.fabricId)) start(lease);
  };

  const listener = await sql.listen(WORKER_WANTED_CHANNEL, (fabricId) => {
    const running = runners.get(fabricId);
    if (running !== undefined) running.runner.wake();
    else void claiming();
  });
  let running: Promise<void> | null = null;
  const claiming = (): Promise<void> => {
    running ??= claim()
      .catch((err: unknown) => log.error({ err }, 'leases could not be claimed; it is tried again'))
      .finally(() => {
        running = null;
      });
    return running;
  };
  await claiming();
  const timer = setInterval(() => void claiming(), CLAIM_EVERY_MS);

  return {
    async close() {
      closing = true;
      clearInterval(timer);
      await running;
      await Promise.all([...runners.values()].map(({ runner }) => runner.close()));
      await mirrors.close();
      await releaseLeases(db, name);
      await listener.unlisten();
    },
  };
}
