import { and, eq, isNull, sql } from 'drizzle-orm';
import { driftSpells } from '../schema/drift-spells.ts';
import type { Tx } from '../transaction.ts';
import { bulkInsert, bulkUpdate } from './bulk.ts';

export type DriftSpellRow = typeof driftSpells.$inferSelect;
export type DriftSpellInsert = typeof driftSpells.$inferInsert;

/** The spells of these resources that last, by resource. */
export async function findOpenSpells(
  tx: Tx,
  fabricId: string,
  resourceIds: readonly number[],
): Promise<Map<number, DriftSpellRow>> {
  const rows = await tx
    .select()
    .from(driftSpells)
    .where(
      and(
        eq(driftSpells.fabricId, fabricId),
        isNull(driftSpells.endedAt),
        sql`${driftSpells.resourceId} = any(${sql.param(resourceIds)}::bigint[])`,
      ),
    );
  return new Map(rows.map((row) => [row.resourceId, row]));
}

export async function insertSpells(tx: Tx, rows: readonly DriftSpellInsert[]): Promise<void> {
  await bulkInsert(
    tx,
    driftSpells,
    [
      'fabricId',
      'resourceId',
      'onset',
      'status',
      'severity',
      'score',
      'count',
      'first',
      'writer',
      'desiredHash',
      'actualHash',
    ],
    rows,
  );
}

/** Sets what a spell came to and its end, by id. */
export async function updateSpells(tx: Tx, rows: readonly DriftSpellRow[]): Promise<void> {
  await bulkUpdate(
    tx,
    driftSpells,
    ['fabricId', 'id'],
    [
      'endedAt',
      'endedBy',
      'status',
      'severity',
      'score',
      'count',
      'first',
      'writer',
      'desiredHash',
      'actualHash',
    ],
    rows,
  );
}
