import { and, eq, isNull } from 'drizzle-orm';
import { fabrics } from '#db/schema/fabrics.ts';
import type { Tx } from '#db/transaction.ts';
import { AppError } from '#lib/errors.ts';

/** A fabric that is not there has no empty list of resources: it is not there. @throws AppError not_found */
export async function requireFabric(tx: Tx, fabricId: string): Promise<void> {
  const known = await tx.$count(fabrics, and(eq(fabrics.id, fabricId), isNull(fabrics.removedAt)));
  if (known === 0) throw noSuchFabric();
}

export function noSuchFabric(): AppError {
  return new AppError('not_found', 'There is no such fabric. Go to the overview to see which there are.');
}
