import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { alerts } from '#db/schema/alerts.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import { resources } from '#db/schema/resources.ts';
import type { Tx } from '#db/transaction.ts';
import type { Activity } from '#lib/contract/timeline.ts';
import { SEVERITIES } from '#lib/domain/lifecycle/states.ts';
import { latestTransitions } from './timeline.ts';

const ALERTS_SHOWN = 8;
const TRANSITIONS_SHOWN = 8;

const severityRank = sql`array_position(${sql.raw(`array['${SEVERITIES.join("','")}']`)}, ${alerts.severity})`;

/** What needs a decision, worst first, and what happened last, across fabrics. */
export async function activity(tx: Tx): Promise<Activity> {
  const open = await tx
    .select({
      id: alerts.id,
      fabricId: alerts.fabricId,
      fabric: fabrics.name,
      type: alerts.type,
      severity: alerts.severity,
      message: alerts.message,
      openedAt: alerts.openedAt,
      group: resources.group,
      kind: resources.kind,
      namespace: resources.namespace,
      name: resources.name,
      desiredStale: resources.desiredStale,
      total: sql<number>`(count(*) over ())::int`,
    })
    .from(alerts)
    .innerJoin(fabrics, eq(fabrics.id, alerts.fabricId))
    .leftJoin(resources, and(eq(resources.fabricId, alerts.fabricId), eq(resources.id, alerts.resourceId)))
    .where(and(eq(alerts.status, 'active'), isNull(fabrics.removedAt)))
    .orderBy(sql`${severityRank} desc`, asc(alerts.openedAt), asc(alerts.id))
    .limit(ALERTS_SHOWN);
  return {
    attention: open.map(
      ({ group, kind, namespace, name, desiredStale, total: _total, openedAt, ...alert }) => ({
        ...alert,
        openedAt: openedAt.toISOString(),
        resource:
          group === null || kind === null || namespace === null || name === null
            ? null
            : { group, kind, namespace, name, desiredStale },
      }),
    ),
    attentionTotal: open[0]?.total ?? 0,
    latest: await latestTransitions(tx, TRANSITIONS_SHOWN),
  };
}
