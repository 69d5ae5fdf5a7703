import { eq } from 'drizzle-orm';
import { readOnlyRefusal } from '#db/queries/fabrics.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import type { Tx } from '#db/transaction.ts';
import { AppError } from '#lib/errors.ts';

/**
 * Holds the fabric until the transaction ends, so that its rules come and go one after the other, and none between
 * what the worker judges by and the moment it says it has judged until (`startJudging`).
 * @throws AppError not_found, refused when it is decommissioned
 */
export async function holdWritableFabric(tx: Tx, fabricId: string): Promise<void> {
  const [fabric] = await tx.select().from(fabrics).where(eq(fabrics.id, fabricId)).for('no key update');
  if (fabric === undefined || fabric.removedAt !== null) {
    throw new AppError(
      'not_found',
      `There is no fabric ${fabricId}. List the fabrics to see which there are.`,
    );
  }
  const refusal = readOnlyRefusal(fabric);
  if (refusal !== null) throw refusal;
}
