import { eq, sql } from 'drizzle-orm';
import { AppError } from '../../lib/errors.ts';
import { fabricKinds, fabricLeases, fabrics } from '../schema/fabrics.ts';
import { repositories } from '../schema/repositories.ts';
import type { Reader, Tx } from '../transaction.ts';
import { clock } from './clock.ts';

export type FabricRow = typeof fabrics.$inferSelect;
export type FabricKindRow = typeof fabricKinds.$inferSelect;
export type RepositoryRow = typeof repositories.$inferSelect;

export interface FabricRecord {
  fabric: FabricRow;
  repository: RepositoryRow;
  kinds: FabricKindRow[];
}

/** The versions of a kind that its cluster serves; undefined where that was never asked. */
export function servedVersionsOf(kind: { servedVersions: string | null } | null): string[] | undefined {
  return kind?.servedVersions == null ? undefined : (JSON.parse(kind.servedVersions) as string[]);
}

/** A fabric with its repository and kinds; null when there is none. */
export async function findFabric(tx: Tx, fabricId: string): Promise<FabricRecord | null> {
  const [fabric] = await tx.select().from(fabrics).where(eq(fabrics.id, fabricId));
  if (fabric === undefined) return null;
  const [repository] = await tx.select().from(repositories).where(eq(repositories.id, fabric.repositoryId));
  if (repository === undefined) return null;
  const kinds = await tx.select().from(fabricKinds).where(eq(fabricKinds.fabricId, fabricId));
  return { fabric, repository, kinds };
}

/** The channel on which the worker learns that a fabric wants it, once the transaction commits. */
export const WORKER_WANTED_CHANNEL = 'worker_wanted';

/** Wakes the worker of a fabric: look at it again, whatever changed. */
export async function wakeWorker(tx: Tx, fabricId: string): Promise<void> {
  await tx.execute(sql`select pg_notify(${WORKER_WANTED_CHANNEL}, ${fabricId})`);
}

/** Asks the worker for a Git sync of the fabric; it is woken when the transaction commits. */
export async function requestGitSyncRow(tx: Tx, fabricId: string): Promise<void> {
  await tx
    .update(fabrics)
    .set({ gitSyncRequestedAt: sql`clock_timestamp()` })
    .where(eq(fabrics.id, fabricId));
  await wakeWorker(tx, fabricId);
}

/** A fabric with its repository, and the database's clock before whatever is asked of it next; null when there is none. */
export async function findFabricSource(
  tx: Reader,
  fabricId: string,
): Promise<{ fabric: FabricRow; repository: RepositoryRow; now: number } | null> {
  const [row] = await tx
    .select({ fabric: fabrics, repository: repositories, now: clock })
    .from(fabrics)
    .innerJoin(repositories, eq(repositories.id, fabrics.repositoryId))
    .where(eq(fabrics.id, fabricId));
  return row === undefined ? null : { ...row, now: Math.floor(Number(row.now)) };
}

/**
 * The fencing number of the fabric's lease, held so that it cannot change hands before the transaction ends. A renewal,
 * which leaves the key alone, is not held up by it.
 */
export async function holdFencing(tx: Tx, fabricId: string): Promise<number | null> {
  const [lease] = await tx
    .select({ fencing: fabricLeases.fencing })
    .from(fabricLeases)
    .where(eq(fabricLeases.fabricId, fabricId))
    .for('key share');
  return lease?.fencing ?? null;
}

/** Why a fabric takes no decisions any more; null while it does. */
export function readOnlyRefusal({ name, status }: Pick<FabricRow, 'name' | 'status'>): AppError | null {
  if (status !== 'decommissioned') return null;
  return new AppError('refused', `Fabric ${name} is decommissioned and read-only.`);
}
