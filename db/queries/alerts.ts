import { and, eq, ne, sql } from 'drizzle-orm';
import { alerts } from '../schema/alerts.ts';
import type { Tx } from '../transaction.ts';
import { bulkInsert, bulkUpdate } from './bulk.ts';

export type AlertRow = typeof alerts.$inferSelect;
export type NewAlertRow = typeof alerts.$inferInsert;

/** The open alerts of these resources. */
export async function findOpenAlerts(
  tx: Tx,
  fabricId: string,
  resourceIds: readonly number[],
): Promise<AlertRow[]> {
  if (resourceIds.length === 0) return [];
  return tx
    .select()
    .from(alerts)
    .where(
      and(
        eq(alerts.fabricId, fabricId),
        ne(alerts.status, 'resolved'),
        sql`coalesce(${alerts.resourceId}, 0) = any(${sql.param(resourceIds)}::bigint[])`,
      ),
    );
}

/** Opens alerts; one that is open already for the same resource and type stays as it is. */
export async function openAlerts(tx: Tx, rows: readonly NewAlertRow[]): Promise<void> {
  await bulkInsert(
    tx,
    alerts,
    ['fabricId', 'resourceId', 'type', 'severity', 'status', 'message', 'openedAt', 'updatedAt'],
    rows,
  );
}

/** Sets severity, message, status and resolution of alerts by id. */
export async function updateAlerts(tx: Tx, rows: readonly AlertRow[]): Promise<void> {
  await bulkUpdate(
    tx,
    alerts,
    ['fabricId', 'id'],
    ['severity', 'message', 'status', 'updatedAt', 'resolvedAt', 'resolvedBy'],
    rows,
  );
}
