import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { databaseNow } from '#db/queries/clock.ts';
import { alerts } from '#db/schema/alerts.ts';
import { fabricKinds, fabrics } from '#db/schema/fabrics.ts';
import { repositories } from '#db/schema/repositories.ts';
import { resources } from '#db/schema/resources.ts';
import type { Tx } from '#db/transaction.ts';
import type { FabricSummary, KindDrift, KindSummary, StateCounts } from '#lib/contract/fabric-summary.ts';
import { SEVERITIES } from '#lib/domain/lifecycle/states.ts';
import { deriveSync } from './derive-sync.ts';
import { differenceCount, hasDrift, isUncompared, severityRank } from './drift-columns.ts';
import { driftedByDay } from './drifted-by-day.ts';
import { clusterReadingOf, gitReadingOf, kindReadingOf, momentOf } from './fabric-reading.ts';
import { noSuchFabric } from './require-fabric.ts';

/** Every fabric with its readings, its resources by kind and state, its drift and its open alerts. */
export async function fabricList(tx: Tx): Promise<FabricSummary[]> {
  return summaries(tx, null);
}

/** One fabric. @throws AppError not_found */
export async function fabricSummary(tx: Tx, fabricId: string): Promise<FabricSummary> {
  const [summary] = await summaries(tx, fabricId);
  if (summary === undefined) throw noSuchFabric();
  return summary;
}

/** The id behind a name in a URL; null when no fabric has it. */
export async function findFabricId(tx: Tx, name: string): Promise<string | null> {
  if (name.includes('\0')) return null;
  const [row] = await tx
    .select({ id: fabrics.id })
    .from(fabrics)
    .where(and(eq(fabrics.name, name), isNull(fabrics.removedAt)));
  return row?.id ?? null;
}

async function summaries(tx: Tx, fabricId: string | null): Promise<FabricSummary[]> {
  const now = await databaseNow(tx);
  const rows = await tx
    .select()
    .from(fabrics)
    .innerJoin(repositories, eq(repositories.id, fabrics.repositoryId))
    .where(and(isNull(fabrics.removedAt), fabricId === null ? undefined : eq(fabrics.id, fabricId)))
    .orderBy(asc(fabrics.name));
  const ids = rows.map((row) => row.fabrics.id);
  if (ids.length === 0) return [];
  const kinds = await tx.select().from(fabricKinds).where(inArray(fabricKinds.fabricId, ids));
  const groups = await countResources(tx, ids);
  const open = await countAlerts(tx, ids);
  const history = await driftedByDay(tx, ids);
  return rows.map(({ fabrics: fabric, repositories: repository }) => {
    const ownKinds = kinds.filter((kind) => kind.fabricId === fabric.id);
    const ownGroups = groups.filter((group) => group.fabricId === fabric.id);
    const kindSummaries = summariseKinds(fabric, ownKinds, ownGroups);
    const git = gitReadingOf(fabric, repository);
    const readings = kindSummaries.flatMap(({ reading }) => reading ?? []);
    const cluster = clusterReadingOf(fabric, readings);
    const outOfSync = ownGroups.reduce((total, group) => total + group.outOfSync, 0);
    return {
      id: fabric.id,
      name: fabric.name,
      status: fabric.status,
      sandbox: fabric.sandbox,
      sync: deriveSync({ git, cluster, kinds: kindSummaries, outOfSync }, now),
      git,
      cluster,
      kinds: kindSummaries,
      driftCheckedAt: momentOf(fabric.driftCheckedAt),
      alerts: open
        .filter((alert) => alert.fabricId === fabric.id)
        .map(({ type, severity, count }) => ({ type, severity, count })),
      driftedByDay: history.get(fabric.id) ?? [],
      asOf: new Date(now).toISOString(),
    };
  });
}

interface ResourceGroup {
  fabricId: string;
  group: string;
  kind: string;
  shown: keyof StateCounts;
  count: number;
  drifted: number;
  differences: number;
  hidden: number;
  uncompared: number;
  outOfSync: number;
  worst: number;
}

// A draft and a commit are our own facts, whatever Git's document is worth.
const SHOWN = sql<keyof StateCounts>`case
  when ${resources.state} is null then 'unread'
  when ${resources.desiredStale} is not null and ${resources.state} not in ('DRAFT', 'COMMITTED') then 'stale'
  else ${resources.state} end`;

const OUT_OF_SYNC = sql`${resources.state} = 'DRIFTED'
  or (${resources.state} = 'ORPHANED' and ${resources.driftStatus} is distinct from 'deletion_pending')
  or (${resources.state} = 'PENDING' and ${resources.desiredUpdatedAt} < clock_timestamp() - make_interval(secs => ${fabrics.graceSeconds}))
  or (${resources.state} = 'DRAFT' and ${resources.driftStatus} in ('spec_drift', 'desired_only', 'actual_only'))`;

function countResources(tx: Tx, ids: readonly string[]): Promise<ResourceGroup[]> {
  return tx
    .select({
      fabricId: resources.fabricId,
      group: resources.group,
      kind: resources.kind,
      shown: SHOWN,
      count: sql<number>`count(*)::int`,
      drifted: sql<number>`(count(*) filter (where ${hasDrift}))::int`,
      differences: differenceCount,
      hidden: sql<number>`coalesce(sum(${resources.driftHidden}) filter (where not ${isUncompared}), 0)::int`,
      uncompared: sql<number>`(count(*) filter (where ${isUncompared}))::int`,
      outOfSync: sql<number>`(count(*) filter (where ${OUT_OF_SYNC}))::int`,
      worst: sql<number>`coalesce(max(${severityRank}) filter (where ${hasDrift}), 0)::int`,
    })
    .from(resources)
    .innerJoin(fabrics, eq(fabrics.id, resources.fabricId))
    .where(and(isNull(resources.removedAt), inArray(resources.fabricId, [...ids])))
    .groupBy(resources.fabricId, resources.group, resources.kind, SHOWN);
}

function countAlerts(tx: Tx, ids: readonly string[]) {
  return tx
    .select({
      fabricId: alerts.fabricId,
      type: alerts.type,
      severity: alerts.severity,
      count: sql<number>`count(*)::int`,
    })
    .from(alerts)
    .where(and(inArray(alerts.fabricId, [...ids]), ne(alerts.status, 'resolved')))
    .groupBy(alerts.fabricId, alerts.type, alerts.severity);
}

const noCounts = (): StateCounts => ({
  DRAFT: 0,
  COMMITTED: 0,
  PENDING: 0,
  SYNCED: 0,
  DRIFTED: 0,
  ORPHANED: 0,
  unread: 0,
  stale: 0,
});

const noDrift = (): KindDrift => ({ differences: 0, resources: 0, hidden: 0, worst: 'none', uncompared: 0 });

function addDrift(drift: KindDrift, group: ResourceGroup): void {
  drift.differences += group.differences;
  drift.resources += group.drifted;
  drift.hidden += group.hidden;
  drift.uncompared += group.uncompared;
  drift.worst = SEVERITIES[Math.max(SEVERITIES.indexOf(drift.worst), group.worst)] ?? drift.worst;
}

function summariseKinds(
  fabric: typeof fabrics.$inferSelect,
  kinds: readonly (typeof fabricKinds.$inferSelect)[],
  groups: readonly ResourceGroup[],
): KindSummary[] {
  const byKind = new Map<string, KindSummary>();
  for (const kind of kinds) {
    const reading = kindReadingOf(fabric, kind);
    const { group, kind: name, version } = kind;
    const nothing = { counts: noCounts(), drift: noDrift() };
    byKind.set(`${group}/${name}`, { group, kind: name, version, reading, ...nothing });
  }
  for (const of of groups) {
    const { group, kind, shown, count } = of;
    const key = `${group}/${kind}`;
    const nothing = { version: null, reading: null, counts: noCounts(), drift: noDrift() };
    const summary = byKind.get(key) ?? { group, kind, ...nothing };
    summary.counts[shown] += count;
    addDrift(summary.drift, of);
    byKind.set(key, summary);
  }
  return [...byKind.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
}
