import { eq, sql } from 'drizzle-orm';
import { requestGitSyncRow } from '#db/queries/fabrics.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import type { Database } from '#db/transaction.ts';

/** Asks for a Git sync and a fresh listing of every kind; the worker is woken at once. Returns when it was asked for. */
export async function requestSync(db: Database, fabricId: string): Promise<Date> {
  return db.transaction(async (tx) => {
    await requestGitSyncRow(tx, fabricId);
    const [row] = await tx
      .select({ at: fabrics.gitSyncRequestedAt })
      .from(fabrics)
      .where(eq(fabrics.id, fabricId));
    return row?.at ?? new Date(0);
  });
}

/** Asks for a full pass over the fabric's resources. */
export async function requestDriftCheck(db: Database, fabricId: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(fabrics)
      .set({ driftCheckRequestedAt: sql`clock_timestamp()` })
      .where(eq(fabrics.id, fabricId));
    await tx.execute(sql`select pg_notify('worker_wanted', ${fabricId})`);
  });
}
