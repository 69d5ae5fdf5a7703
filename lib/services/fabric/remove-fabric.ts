import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import { wakeWorker } from '#db/queries/fabrics.ts';
import { deleteLease } from '#db/queries/leases.ts';
import { abandonOperations } from '#db/queries/operations.ts';
import { alerts } from '#db/schema/alerts.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import type { Database } from '#db/transaction.ts';
import { notifyFabric } from '../lifecycle/hooks.ts';

/** Takes a fabric out of sight and observation; its history stays in the database. Git and cluster are not touched. */
export async function removeFabric(db: Database, fabricId: string, actor: string): Promise<void> {
  await db.transaction(async (tx) => {
    // First of all: a transaction of the worker holds the lease before it writes anything of the fabric.
    await deleteLease(tx, fabricId);
    await abandonOperations(tx, fabricId, 'The fabric was removed before this was done.');
    await tx
      .update(fabrics)
      .set({ removedAt: sql`clock_timestamp()`, sealedKubeconfig: '' })
      .where(and(eq(fabrics.id, fabricId), isNull(fabrics.removedAt)));
    await tx
      .update(alerts)
      .set({ status: 'resolved', resolvedAt: sql`clock_timestamp()`, resolvedBy: actor })
      .where(and(eq(alerts.fabricId, fabricId), ne(alerts.status, 'resolved')));
    await wakeWorker(tx, fabricId);
    await notifyFabric(tx, fabricId, ['fabric', 'alerts', 'operations']);
  });
}
