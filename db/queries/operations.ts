import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { operations } from '../schema/operations.ts';
import type { Tx } from '../transaction.ts';

export type OperationRow = typeof operations.$inferSelect;

/** The oldest operation of a fabric that nobody is performing, claimed for `seconds`; null when there is none. */
export async function claimOperation(
  tx: Tx,
  fabricId: string,
  seconds: number,
): Promise<OperationRow | null> {
  const [next] = await tx
    .select({ id: operations.id })
    .from(operations)
    .where(
      and(
        eq(operations.fabricId, fabricId),
        inArray(operations.status, ['queued', 'running']),
        sql`coalesce(${operations.claimedUntil} < clock_timestamp(), true)`,
      ),
    )
    .orderBy(asc(operations.createdAt))
    .limit(1)
    .for('update', { skipLocked: true });
  if (next === undefined) return null;
  const [claimed] = await tx
    .update(operations)
    .set({
      status: 'running',
      attempts: sql`${operations.attempts} + 1`,
      claimedUntil: sql`clock_timestamp() + make_interval(secs => ${seconds})`,
    })
    .where(eq(operations.id, next.id))
    .returning();
  return claimed ?? null;
}

/** Lets the operations that somebody claimed be claimed again at once. */
export async function releaseClaims(tx: Tx, fabricId: string): Promise<void> {
  await tx
    .update(operations)
    .set({ claimedUntil: null })
    .where(and(eq(operations.fabricId, fabricId), eq(operations.status, 'running')));
}

/** Ends an operation with its outcome. */
export async function finishOperation(
  tx: Tx,
  id: string,
  status: 'succeeded' | 'refused' | 'errored',
  result: Record<string, unknown>,
): Promise<void> {
  await tx
    .update(operations)
    .set({ status, result: JSON.stringify(result), finishedAt: sql`clock_timestamp()`, claimedUntil: null })
    .where(eq(operations.id, id));
}

/** Puts an operation back: it is tried again after `seconds`. */
export async function retryOperation(
  tx: Tx,
  id: string,
  seconds: number,
  result: Record<string, unknown>,
): Promise<void> {
  await tx
    .update(operations)
    .set({
      result: JSON.stringify(result),
      claimedUntil: sql`clock_timestamp() + make_interval(secs => ${seconds})`,
    })
    .where(eq(operations.id, id));
}

/** Ends whatever of a fabric is still to be done or under way, since nobody will. */
export async function abandonOperations(tx: Tx, fabricId: string, message: string): Promise<void> {
  await tx
    .update(operations)
    .set({
      status: 'refused',
      result: JSON.stringify({ message }),
      finishedAt: sql`clock_timestamp()`,
      claimedUntil: null,
    })
    .where(and(eq(operations.fabricId, fabricId), inArray(operations.status, ['queued', 'running'])));
}
