import { eq } from 'drizzle-orm';
import { findOpenAlerts, openAlerts, updateAlerts } from '#db/queries/alerts.ts';
import { databaseNow } from '#db/queries/clock.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import type { Tx } from '#db/transaction.ts';
import { type HeldReading, heldReasonText } from '#lib/domain/lifecycle/breaker.ts';

// An alert on the fabric itself stands where its resource would be: under no id.
const NO_RESOURCE = 0;

/**
 * One alert for all that keeps a fabric from being read or taken on, open exactly while something does. `resolvedBy` is
 * the person whose confirmation ended it.
 */
export async function reconcileFabricAlert(
  tx: Tx,
  fabricId: string,
  resolvedBy: string | null = null,
): Promise<void> {
  const [fabric] = await tx.select().from(fabrics).where(eq(fabrics.id, fabricId));
  const open = await findOpenAlerts(tx, fabricId, [NO_RESOURCE]);
  const alert = open.find(({ type }) => type === 'sync_failure');
  const causes = [
    fabric?.gitError ? `Git: ${fabric.gitError}` : null,
    fabric === undefined ? null : heldCause(fabric),
    fabric?.clusterConnection === 'failed' ? `cluster: ${fabric.clusterError ?? 'it does not answer'}` : null,
  ].filter((cause) => cause !== null);
  const message = causes.join('; ');
  const now = new Date(await databaseNow(tx));
  if (alert === undefined) {
    if (causes.length === 0) return;
    const status = fabric?.status === 'maintenance' ? ('suppressed' as const) : ('active' as const);
    await openAlerts(tx, [
      {
        fabricId,
        resourceId: null,
        type: 'sync_failure',
        severity: 'high',
        status,
        message,
        openedAt: now,
        updatedAt: now,
      },
    ]);
  } else if (causes.length === 0) {
    await updateAlerts(tx, [
      {
        ...alert,
        status: 'resolved',
        updatedAt: now,
        resolvedAt: now,
        resolvedBy: resolvedBy ?? 'cause_gone',
      },
    ]);
  } else if (alert.message !== message) {
    await updateAlerts(tx, [{ ...alert, message, updatedAt: now }]);
  }
}

function heldCause({ heldRevision, heldReason }: typeof fabrics.$inferSelect): string | null {
  if (heldRevision === null || heldReason === null) return null;
  const held = JSON.parse(heldReason) as HeldReading;
  return `Git: ${heldRevision.slice(0, 7)} is held: ${heldReasonText(held)}`;
}
