import { sql } from 'drizzle-orm';
import { differences } from '../schema/differences.ts';
import type { Tx } from '../transaction.ts';
import { bulkInsert } from './bulk.ts';

export type DifferenceInsert = typeof differences.$inferInsert;

/** Forgets what is kept of these resources; no statement when there are none. */
export async function deleteDifferences(
  tx: Tx,
  fabricId: string,
  resourceIds: readonly number[],
): Promise<void> {
  if (resourceIds.length === 0) return;
  await tx
    .delete(differences)
    .where(
      sql`${differences.fabricId} = ${fabricId} and ${differences.resourceId} = any(${sql.param(resourceIds)}::bigint[])`,
    );
}

export async function insertDifferences(tx: Tx, rows: readonly DifferenceInsert[]): Promise<void> {
  await bulkInsert(
    tx,
    differences,
    [
      'fabricId',
      'resourceId',
      'ordinal',
      'path',
      'pathText',
      'op',
      'class',
      'desired',
      'actual',
      'weight',
      'writer',
      'writtenAt',
      'reason',
      'ruleId',
    ],
    rows,
  );
}
