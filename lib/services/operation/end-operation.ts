import { databaseNow } from '#db/queries/clock.ts';
import type { OperationRow } from '#db/queries/operations.ts';
import { claimOperation, finishOperation, releaseClaims, retryOperation } from '#db/queries/operations.ts';
import { lockResources } from '#db/queries/resources.ts';
import { appendTransitions } from '#db/queries/transitions.ts';
import type { Database } from '#db/transaction.ts';
import type { ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { Trigger } from '#lib/domain/lifecycle/states.ts';
import type { Fencing } from '../lifecycle/fabric-context.ts';
import { loadFabricContext } from '../lifecycle/fabric-context.ts';
import { notifyFabric } from '../lifecycle/hooks.ts';

/** How long one attempt may take before another worker may take the operation over, in seconds. */
const CLAIM_SECONDS = 120;

/** The next operation to perform, claimed; null when there is none. */
export async function takeOperation(
  db: Database,
  fabricId: string,
  fencing: Fencing,
): Promise<OperationRow | null> {
  return db.transaction(async (tx) => {
    await loadFabricContext(tx, fabricId, fencing);
    return claimOperation(tx, fabricId, CLAIM_SECONDS);
  });
}

/**
 * Lets a worker that has just got a fabric go on with what the one before had begun: its claims protect nobody any more,
 * since every record of it would be refused by the fencing number.
 */
export async function takeOverOperations(db: Database, fabricId: string, fencing: Fencing): Promise<void> {
  await db.transaction(async (tx) => {
    await loadFabricContext(tx, fabricId, fencing);
    await releaseClaims(tx, fabricId);
  });
}

/** Ends an operation that was refused or given up, and logs the attempt in the resource's history. */
export async function endOperation(
  db: Database,
  fencing: Fencing,
  operation: OperationRow,
  attempt: { identity: ResourceIdentity; trigger: Trigger; outcome: 'refused' | 'errored'; message: string },
): Promise<void> {
  const { fabricId, actor, actorKind } = operation;
  await db.transaction(async (tx) => {
    await loadFabricContext(tx, fabricId, fencing);
    const { identity, trigger, outcome, message } = attempt;
    const [row] = await lockResources(tx, fabricId, [identity]);
    await finishOperation(tx, operation.id, outcome, { message });
    if (row !== undefined) {
      const at = new Date(await databaseNow(tx));
      await appendTransitions(tx, [
        {
          fabricId,
          at,
          resourceId: row.id,
          ...identity,
          fromState: row.state,
          toState: null,
          trigger,
          reason: message,
          actorKind,
          actor,
          refused: true,
          context: JSON.stringify({ operation: operation.id }),
          desiredHash: row.desiredHash,
          actualHash: row.actualDocumentHash,
        },
      ]);
    }
    await notifyFabric(tx, fabricId, ['operations', 'resources']);
  });
}

/** Ends an operation of which nothing is left to be done: what it wanted is the case. */
export async function endFulfilled(db: Database, fencing: Fencing, operation: OperationRow): Promise<void> {
  const { fabricId, id } = operation;
  await db.transaction(async (tx) => {
    await loadFabricContext(tx, fabricId, fencing);
    await finishOperation(tx, id, 'succeeded', {});
    await notifyFabric(tx, fabricId, ['operations']);
  });
}

/** Leaves an operation for another attempt: the world could not be asked. */
export async function postponeOperation(
  db: Database,
  fencing: Fencing,
  operation: OperationRow,
  message: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await loadFabricContext(tx, operation.fabricId, fencing);
    await retryOperation(tx, operation.id, Math.min(2 ** operation.attempts, 60), { message });
    await notifyFabric(tx, operation.fabricId, ['operations']);
  });
}
