import type { AlertRow, NewAlertRow } from '#db/queries/alerts.ts';
import { findOpenAlerts, openAlerts, updateAlerts } from '#db/queries/alerts.ts';
import type { Tx } from '#db/transaction.ts';
import { expectedAlerts, standingAlerts } from '#lib/domain/alert/expected-alerts.ts';
import type { Instant } from '#lib/domain/lifecycle/facts.ts';
import { endedBy } from './ended-by.ts';
import type { FabricContext } from './fabric-context.ts';
import type { Written } from './write-resources.ts';

/** Opens the alerts whose cause exists and is not open yet, updates those that are, resolves those whose cause is gone. */
export async function reconcileAlerts(
  tx: Tx,
  context: FabricContext,
  written: readonly Written[],
  now: Instant,
): Promise<void> {
  const judged = written.filter((item) => item.changed || item.outcome.refusal === null);
  const open = Map.groupBy(
    await findOpenAlerts(
      tx,
      context.fabric.id,
      judged.map(({ id }) => id),
    ),
    (alert) => alert.resourceId ?? 0,
  );
  const at = new Date(now);
  const opened: NewAlertRow[] = [];
  const updated: AlertRow[] = [];
  const status = context.fabric.status === 'maintenance' ? ('suppressed' as const) : ('active' as const);
  for (const item of judged) {
    const { conclusion, situation } = item.outcome;
    const expected = conclusion.removed ? [] : expectedAlerts(situation);
    const standing = conclusion.removed ? [] : standingAlerts(situation);
    const held = open.get(item.id) ?? [];
    for (const { type, severity, message } of expected) {
      const alert = held.find((candidate) => candidate.type === type);
      if (alert === undefined) {
        opened.push({
          fabricId: context.fabric.id,
          resourceId: item.id,
          type,
          severity,
          status,
          message,
          openedAt: at,
          updatedAt: at,
        });
      } else if (alert.severity !== severity || alert.message !== message) {
        updated.push({ ...alert, severity, message, updatedAt: at });
      }
    }
    for (const alert of held) {
      if (standing.includes(alert.type) || expected.some(({ type }) => type === alert.type)) continue;
      updated.push({
        ...alert,
        status: 'resolved',
        updatedAt: at,
        resolvedAt: at,
        resolvedBy: endedBy(item.outcome),
      });
    }
  }
  await openAlerts(tx, opened);
  await updateAlerts(tx, updated);
}
