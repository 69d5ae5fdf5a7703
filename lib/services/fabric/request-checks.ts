import { and, eq, isNull } from 'drizzle-orm';
import { databaseNow } from '#db/queries/clock.ts';
import { requestGitSyncRow, wakeWorker } from '#db/queries/fabrics.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import type { Database, Tx } from '#db/transaction.ts';
import { AppError } from '#lib/errors.ts';

/** Asks for a Git sync and a drift check; the worker is woken at once. Returns when it was asked for. */
export async function requestSync(db: Database, fabricId: string): Promise<Date> {
  return db.transaction(async (tx) => {
    const at = await requestCheck(tx, fabricId);
    await requestGitSyncRow(tx, fabricId);
    return at;
  });
}

/** Asks for a fresh listing of every kind and a full pass over the resources. Returns when it was asked for. */
export async function requestDriftCheck(db: Database, fabricId: string): Promise<Date> {
  return db.transaction((tx) => requestCheck(tx, fabricId));
}

/** Asks for the same in the caller's transaction. @throws AppError not_found */
export async function requestCheck(tx: Tx, fabricId: string): Promise<Date> {
  const at = new Date(await databaseNow(tx));
  const asked = await tx
    .update(fabrics)
    .set({ driftCheckRequestedAt: at })
    .where(and(eq(fabrics.id, fabricId), isNull(fabrics.removedAt)))
    .returning({ id: fabrics.id });
  if (asked.length === 0) {
    throw new AppError(
      'not_found',
      `There is no fabric ${fabricId}. List the fabrics to see which there are.`,
    );
  }
  await wakeWorker(tx, fabricId);
  return at;
}
