import { eq } from 'drizzle-orm';
import { requestGitSyncRow } from '#db/queries/fabrics.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import type { Database } from '#db/transaction.ts';
import { AppError } from '#lib/errors.ts';
import { notifyFabric } from '../lifecycle/hooks.ts';
import type { Actor } from '../lifecycle/perform-plans.ts';
import { holdWritableFabric } from './hold-writable-fabric.ts';

/**
 * Confirms exactly the set that the held revision would take away; the Git sync that is asked for takes it on.
 * It writes neither to Git nor to the cluster, so it is no question of the sandbox.
 * @throws AppError not_found, refused on a decommissioned fabric, conflict when that set is not (or no more) what is held
 */
export async function releaseRevision(
  db: Database,
  actor: Actor,
  fabricId: string,
  set: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await holdWritableFabric(tx, fabricId);
    const [fabric] = await tx.select().from(fabrics).where(eq(fabrics.id, fabricId));
    if (fabric === undefined || fabric.heldRevision === null) {
      throw new AppError('conflict', 'No revision is held any more: Git has moved on, or it was let go.');
    }
    if (fabric.heldSet !== set) {
      throw new AppError(
        'conflict',
        'What the held revision would take away has changed meanwhile. Look at it again.',
      );
    }
    await tx
      .update(fabrics)
      .set({ releasedSet: set, releasedBy: actor.name })
      .where(eq(fabrics.id, fabricId));
    await requestGitSyncRow(tx, fabricId);
    await notifyFabric(tx, fabricId, ['fabric']);
  });
}
