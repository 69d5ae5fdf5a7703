import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { databaseNow } from '#db/queries/clock.ts';
import { alerts } from '#db/schema/alerts.ts';
import { fabricKinds, fabrics } from '#db/schema/fabrics.ts';
import { repositories } from '#db/schema/repositories.ts';
import { resources } from '#db/schema/resources.ts';
import type { Tx } from '#db/transaction.ts';
import type { FabricSummary, KindSummary, StateCounts } from '#lib/contract/fabric-summary.ts';
import { type ResourceState, SEVERITIES } from '#lib/domain/lifecycle/states.ts';
import { deriveSync } from './derive-sync.ts';
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
    const outOfSync = sum(ownGroups, 'outOfSync');
    const worst = ownGroups.reduce((rank, group) => Math.max(rank, group.worst), 0);
    return {
      id: fabric.id,
      name: fabric.name,
      status: fabric.status,
      sandbox: fabric.sandbox,
      sync: deriveSync({ git, cluster, kinds: kindSummaries, outOfSync }, now),
      git,
      cluster,
      kinds: kindSummaries,
      drift: {
        resources: sum(ownGroups, 'drifted'),
        differences: sum(ownGroups, 'differences'),
        orphans: sum(ownGroups, 'orphans'),
        hidden: sum(ownGroups, 'hidden'),
        worst: SEVERITIES[worst] ?? 'none',
        checkedAt: momentOf(fabric.driftCheckedAt),
      },
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
  state: ResourceState | null;
  count: number;
  drifted: number;
  differences: number;
  orphans: number;
  hidden: number;
  outOfSync: number;
  worst: number;
}

const sum = (
  groups: readonly ResourceGroup[],
  key: 'drifted' | 'differences' | 'hidden' | 'orphans' | 'outOfSync',
) => groups.reduce((total, group) => total + group[key], 0);

const HAS_DRIFT = sql`${resources.driftStatus} in ('spec_drift', 'desired_only') and ${resources.driftOnset} is not null`;

const OUT_OF_SYNC = sql`${resources.state} = 'DRIFTED'
  or (${resources.state} = 'ORPHANED' and ${resources.driftStatus} is distinct from 'deletion_pending')
  or (${resources.state} = 'PENDING' and ${resources.desiredUpdatedAt} < clock_timestamp() - make_interval(secs => ${fabrics.graceSeconds}))
  or (${resources.state} = 'DRAFT' and ${resources.driftStatus} in ('spec_drift', 'desired_only', 'actual_only'))`;

const SEVERITY_RANK = sql`array_position(${sql.raw(`array['${SEVERITIES.join("','")}']`)}, ${resources.severity}) - 1`;

function countResources(tx: Tx, ids: readonly string[]): Promise<ResourceGroup[]> {
  return tx
    .select({
      fabricId: resources.fabricId,
      group: resources.group,
      kind: resources.kind,
      state: resources.state,
      count: sql<number>`count(*)::int`,
      drifted: sql<number>`(count(*) filter (where ${HAS_DRIFT}))::int`,
      differences: sql<number>`coalesce(sum(greatest(${resources.driftCount}, 1)) filter (where ${HAS_DRIFT}), 0)::int`,
      orphans: sql<number>`(count(*) filter (where ${resources.state} = 'ORPHANED' and ${resources.driftStatus} = 'actual_only'))::int`,
      hidden: sql<number>`coalesce(sum(${resources.driftHidden}), 0)::int`,
      outOfSync: sql<number>`(count(*) filter (where ${OUT_OF_SYNC}))::int`,
      worst: sql<number>`coalesce(max(${SEVERITY_RANK}) filter (where ${HAS_DRIFT}), 0)::int`,
    })
    .from(resources)
    .innerJoin(fabrics, eq(fabrics.id, resources.fabricId))
    .where(and(isNull(resources.removedAt), inArray(resources.fabricId, [...ids])))
    .groupBy(resources.fabricId, resources.group, resources.kind, resources.state);
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
});

function summariseKinds(
  fabric: typeof fabrics.$inferSelect,
  kinds: readonly (typeof fabricKinds.$inferSelect)[],
  groups: readonly ResourceGroup[],
): KindSummary[] {
  const byKind = new Map<string, KindSummary>();
  for (const kind of kinds) {
    const reading = kindReadingOf(fabric, kind);
    const { group, kind: name, version } = kind;
    byKind.set(`${group}/${name}`, { group, kind: name, version, reading, counts: noCounts() });
  }
  for (const { group, kind, state, count } of groups) {
    const key = `${group}/${kind}`;
    const summary = byKind.get(key) ?? { group, kind, version: null, reading: null, counts: noCounts() };
    summary.counts[state ?? 'unread'] += count;
    byKind.set(key, summary);
  }
  return [...byKind.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
}
