import { and, eq, ne, notInArray, sql } from 'drizzle-orm';
import { storeDocuments } from '#db/queries/documents.ts';
import { fabricKinds, fabrics } from '#db/schema/fabrics.ts';
import { repositories } from '#db/schema/repositories.ts';
import type { Database, Tx } from '#db/transaction.ts';
import type { KindAvailability } from '#lib/domain/fabric/connection.ts';
import type { FabricContext, Fencing } from '../lifecycle/fabric-context.ts';
import { loadFabricContext } from '../lifecycle/fabric-context.ts';
import { notifyFabric } from '../lifecycle/hooks.ts';
import type { KindName } from '../resource/record-cluster.ts';
import { reconcileFabricAlert } from './reconcile-fabric-alert.ts';
import { requestCheck } from './request-checks.ts';

/** A kind as the cluster serves it; the schema's text is stored under its hash. */
export interface DiscoveredKind extends KindName {
  version: string;
  servedVersions: readonly string[];
  plural: string;
  schema: { hash: string; text: string } | null;
}

/**
 * Records which managed kinds a cluster serves. Another cluster behind the same name opens a new epoch:
 * nothing of the former one counts as read. Returns the epoch that holds now.
 */
export async function recordDiscovery(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  identity: string,
  kinds: readonly DiscoveredKind[],
): Promise<number> {
  return db.transaction(async (tx) => {
    const { fabric, kind: known } = await loadFabricContext(tx, fabricId, fencing);
    const changed = fabric.clusterIdentity !== null && fabric.clusterIdentity !== identity;
    const epoch = changed ? fabric.clusterEpoch + 1 : fabric.clusterEpoch;
    await tx
      .update(fabrics)
      .set({
        clusterIdentity: identity,
        clusterEpoch: epoch,
        clusterConnection: 'connected',
        clusterError: null,
        clusterErrorAt: null,
        clusterSeenAt: sql`clock_timestamp()`,
      })
      .where(eq(fabrics.id, fabricId));
    await storeKinds(tx, fabricId, kinds);
    // Another schema may default, drop or know other fields: what was compared by the former one is no verdict any more.
    if (kinds.some((kind) => isOtherSchema(known, kind))) await requestCheck(tx, fabricId);
    await markMissing(tx, fabricId, kinds);
    await reconcileFabricAlert(tx, fabricId);
    await notifyFabric(tx, fabricId, ['fabric', 'alerts']);
    return epoch;
  });
}

function isOtherSchema(known: FabricContext['kind'], { group, kind, schema }: DiscoveredKind): boolean {
  const held = known({ group, kind, namespace: '', name: '' });
  return held !== null && held.schemaHash !== (schema?.hash ?? null);
}

/** Records a kind that is managed from now on, beside what the last discovery recorded. */
export async function recordManagedKind(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  kind: DiscoveredKind,
): Promise<void> {
  await db.transaction(async (tx) => {
    await loadFabricContext(tx, fabricId, fencing);
    await storeKinds(tx, fabricId, [kind]);
  });
}

async function storeKinds(tx: Tx, fabricId: string, kinds: readonly DiscoveredKind[]): Promise<void> {
  const texts = kinds.flatMap(({ schema }) => (schema === null ? [] : [[schema.hash, schema.text] as const]));
  await storeDocuments(tx, fabricId, new Map(texts));
  for (const { group, kind, version, servedVersions, plural, schema } of kinds) {
    const values = {
      version,
      servedVersions: JSON.stringify(servedVersions),
      plural,
      schemaHash: schema?.hash ?? null,
    };
    await tx
      .insert(fabricKinds)
      .values({ fabricId, group, kind, ...values })
      .onConflictDoUpdate({
        target: [fabricKinds.fabricId, fabricKinds.group, fabricKinds.kind],
        set: values,
      });
  }
}

async function markMissing(tx: Tx, fabricId: string, kinds: readonly KindName[]): Promise<void> {
  const served = kinds.map(({ group, kind }) => `${group}/${kind}`);
  await tx
    .update(fabricKinds)
    .set({ availability: 'missing', message: 'The cluster does not serve this kind any more.' })
    .where(
      and(
        eq(fabricKinds.fabricId, fabricId),
        ne(fabricKinds.availability, 'missing'),
        served.length === 0
          ? undefined
          : notInArray(sql`${fabricKinds.group} || '/' || ${fabricKinds.kind}`, served),
      ),
    );
}

/** Records that a kind cannot be read now. States stay as they are; screens show them as unproven. */
export async function recordKindAvailability(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  { group, kind }: KindName,
  availability: KindAvailability,
  message: string | null,
): Promise<void> {
  await db.transaction(async (tx) => {
    await loadFabricContext(tx, fabricId, fencing);
    await tx
      .update(fabricKinds)
      .set({ availability, message })
      .where(
        and(eq(fabricKinds.fabricId, fabricId), eq(fabricKinds.group, group), eq(fabricKinds.kind, kind)),
      );
    await notifyFabric(tx, fabricId, ['fabric']);
  });
}

/** Records that the cluster cannot be asked. No resource changes its state by it. */
export async function recordClusterFailure(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  message: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const { fabric } = await loadFabricContext(tx, fabricId, fencing);
    if (fabric.clusterConnection === 'failed' && fabric.clusterError === message) return;
    await tx
      .update(fabrics)
      .set({ clusterConnection: 'failed', clusterError: message, clusterErrorAt: sql`clock_timestamp()` })
      .where(eq(fabrics.id, fabricId));
    await reconcileFabricAlert(tx, fabricId);
    await notifyFabric(tx, fabricId, ['fabric', 'alerts']);
  });
}

/** Records that the cluster answers again. */
export async function recordClusterRecovery(db: Database, fabricId: string, fencing: Fencing): Promise<void> {
  await db.transaction(async (tx) => {
    const { fabric } = await loadFabricContext(tx, fabricId, fencing);
    if (fabric.clusterConnection === 'connected') return;
    await tx
      .update(fabrics)
      .set({ clusterConnection: 'connected', clusterError: null, clusterErrorAt: null })
      .where(eq(fabrics.id, fabricId));
    await reconcileFabricAlert(tx, fabricId);
    await notifyFabric(tx, fabricId, ['fabric', 'alerts']);
  });
}

/** Records a failed Git sync: on the fabric and its repository, with one alert, never on a resource. */
export async function recordGitFailure(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  message: string,
  disconnected: boolean,
): Promise<void> {
  await db.transaction(async (tx) => {
    const { fabric } = await loadFabricContext(tx, fabricId, fencing);
    await tx
      .update(fabrics)
      .set({ gitError: message, gitErrorAt: sql`clock_timestamp()` })
      .where(eq(fabrics.id, fabricId));
    if (disconnected) await setRepository(tx, fabric.repositoryId, 'failed', message);
    await reconcileFabricAlert(tx, fabricId);
    await notifyFabric(tx, fabricId, ['fabric', 'alerts']);
  });
}

/** Records that a real fetch succeeded: the repository is connected. */
export async function recordGitConnected(db: Database, fabricId: string, fencing: Fencing): Promise<void> {
  await db.transaction(async (tx) => {
    const { fabric } = await loadFabricContext(tx, fabricId, fencing);
    await setRepository(tx, fabric.repositoryId, 'connected', null);
    await tx.update(fabrics).set({ gitError: null, gitErrorAt: null }).where(eq(fabrics.id, fabricId));
    await reconcileFabricAlert(tx, fabricId);
  });
}

async function setRepository(
  tx: Tx,
  repositoryId: string,
  connection: 'connected' | 'failed',
  connectionError: string | null,
): Promise<void> {
  await tx
    .update(repositories)
    .set({ connection, connectionError, connectionCheckedAt: sql`clock_timestamp()` })
    .where(eq(repositories.id, repositoryId));
}

/** Records that every resource was looked at again since `startedAt`. */
export async function completeDriftCheck(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  startedAt: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    await loadFabricContext(tx, fabricId, fencing);
    await tx.update(fabrics).set({ driftCheckedAt: startedAt }).where(eq(fabrics.id, fabricId));
    await notifyFabric(tx, fabricId, ['fabric']);
  });
}

/** Notes that the branch stands at an older commit than known, so that the next look at it can tell a rewrite. */
export async function recordRewoundTip(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  tip: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await loadFabricContext(tx, fabricId, fencing);
    await tx.update(fabrics).set({ gitRewoundTip: tip }).where(eq(fabrics.id, fabricId));
  });
}
