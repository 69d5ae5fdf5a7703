import { deleteUnheldOpinions, type OpinionPair, storeOpinions } from '#db/queries/second-opinions.ts';
import type { Database } from '#db/transaction.ts';
import type { OpinionOutcome } from '#lib/domain/drift/second-opinion.ts';
import type { ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { AppError } from '#lib/errors.ts';
import { type Fencing, loadFabricContext } from '../lifecycle/fabric-context.ts';
import { notifyFabric } from '../lifecycle/hooks.ts';
import { type Actor, CHUNK_SIZE, performPlans } from '../lifecycle/perform-plans.ts';

/** What the API server answered to a dry run about one resource. */
export interface SecondOpinion {
  identity: ResourceIdentity;
  pair: OpinionPair;
  outcome: OpinionOutcome;
  /** The server's words, unchanged; null when it had nothing to object. */
  message: string | null;
  /** The paths that applying would change. */
  changes: readonly string[];
}

const SERVER: Actor = { kind: 'system', name: 'second-opinion' };

/**
 * Stores what the API server answered, and concludes again about the resources it was asked about, in one transaction:
 * whoever reads the opinion reads the verdict that it led to.
 */
export async function recordSecondOpinions(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  opinions: readonly SecondOpinion[],
): Promise<void> {
  if (opinions.length === 0) return;
  if (opinions.length > CHUNK_SIZE)
    throw new AppError('internal', `At most ${CHUNK_SIZE} opinions are recorded at once.`);
  await db.transaction(async (tx) => {
    const context = await loadFabricContext(tx, fabricId, fencing);
    const rows = opinions.map(({ pair, outcome, message, changes }) => ({
      ...pair,
      outcome,
      message,
      changes: JSON.stringify(changes),
    }));
    await storeOpinions(tx, fabricId, rows);
    const changes = opinions.map(({ identity }) => ({ identity }));
    await performPlans(tx, context, { actor: SERVER, changes });
    await notifyFabric(tx, fabricId, ['resources']);
  });
}

/** Forgets what was answered about content that neither side has any more. */
export async function forgetOldOpinions(db: Database, fabricId: string, fencing: Fencing): Promise<void> {
  await db.transaction(async (tx) => {
    await loadFabricContext(tx, fabricId, fencing);
    await deleteUnheldOpinions(tx, fabricId);
  });
}
