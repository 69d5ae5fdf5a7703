import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { and, eq, isNull } from 'drizzle-orm';
import { createDatabase } from '#db/client.ts';
import { connectionFromEnv } from '#db/connection.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import type { Database } from '#db/transaction.ts';
import type { Environment } from '#lib/env.ts';
import { ClusterClient } from '#lib/kubernetes/cluster-client.ts';
import { parseKubeconfig } from '#lib/kubernetes/parse-kubeconfig.ts';
import type { SandboxFolder, SandboxSettings } from '#lib/sandbox/sandbox-folder.ts';
import { readSettings, sandboxFolder } from '#lib/sandbox/sandbox-folder.ts';
import { seal } from '#lib/seal.ts';
import { readSecretKey } from '#lib/secret-key.ts';
import { addFabric } from '#lib/services/fabric/add-fabric.ts';
import { clusterIdentityKey } from '#lib/worker/cluster-recorder.ts';
import { playDay } from './play-day.ts';

const POLL_MS = 200;
const NAME = 'harbor';

async function sandboxReady(folder: SandboxFolder, signal: AbortSignal): Promise<SandboxSettings> {
  for (;;) {
    const settings = readSettings(folder);
    if (settings?.seeded === true && existsSync(folder.kubeconfig)) return settings;
    await delay(POLL_MS, undefined, { signal });
  }
}

async function identityOf(kubeconfig: string): Promise<string> {
  const client = new ClusterClient(parseKubeconfig(kubeconfig));
  try {
    return clusterIdentityKey(await client.identity());
  } finally {
    client.close();
  }
}

async function ensureFabric(db: Database, environment: Environment, folder: SandboxFolder): Promise<string> {
  const kubeconfig = readFileSync(folder.kubeconfig, 'utf8');
  const sealedKubeconfig = seal(kubeconfig, readSecretKey(environment));
  const [held] = await db
    .select({ id: fabrics.id })
    .from(fabrics)
    .where(and(eq(fabrics.sandbox, true), isNull(fabrics.removedAt)));
  if (held !== undefined) {
    // A sandbox that was made anew has another address and token.
    await db.update(fabrics).set({ sealedKubeconfig }).where(eq(fabrics.id, held.id));
    return held.id;
  }
  const { id } = await addFabric(db, {
    name: NAME,
    url: folder.origin,
    branch: 'main',
    directory: folder.manifests,
    gitIntervalSeconds: 10,
    sealedKubeconfig,
    clusterIdentity: await identityOf(kubeconfig),
    sandbox: true,
  });
  return id;
}

/** Makes the running sandbox a fabric of the dashboard, and lets its people do there what they do on a first day. */
export async function onboardSandbox(environment: Environment, signal: AbortSignal): Promise<void> {
  const folder = sandboxFolder(environment.sandboxDirectory);
  const { port, token } = await sandboxReady(folder, signal);
  const { db, close } = createDatabase(connectionFromEnv(), { poolSize: 1, applicationName: 'onboard' });
  try {
    const fabricId = await ensureFabric(db, environment, folder);
    await playDay(db, fabricId, { url: `http://127.0.0.1:${port}`, token }, signal);
  } finally {
    await close();
  }
}
