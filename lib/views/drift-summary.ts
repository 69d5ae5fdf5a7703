import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { differences } from '#db/schema/differences.ts';
import { driftSpells } from '#db/schema/drift-spells.ts';
import { resources } from '#db/schema/resources.ts';
import type { Tx } from '#db/transaction.ts';
import type { ComparedKind, DriftSummary, SpellSummary } from '#lib/contract/fabric-drift.ts';
import { differenceCount, isUncompared } from './drift-columns.ts';

/** SQL: a real difference is shown once it is drift or an orphan; one that waits for a deployment or a reading is not. */
export const isShownDifference = and(
  isNull(resources.removedAt),
  or(sql`${differences.class} <> 'real'`, sql`${resources.driftOnset} is not null`),
);

export const isOfItsResource = and(
  eq(resources.fabricId, differences.fabricId),
  eq(resources.id, differences.resourceId),
);

/** SQL: the spell lasts, or ended within so many days. */
export const lastedWithin = (days: number) =>
  sql`(${driftSpells.endedAt} is null or ${driftSpells.endedAt} > now() - make_interval(days => ${days}::int))`;

/** How many differences there are, how many resources were compared equal, how often they drifted. */
export async function driftSummary(tx: Tx, fabricId: string): Promise<DriftSummary> {
  return { compared: await comparedKinds(tx, fabricId), spells: await spellSummary(tx, fabricId) };
}

async function comparedKinds(tx: Tx, fabricId: string): Promise<ComparedKind[]> {
  const suspected = sql`${resources.suspectSince} is not null`;
  const dropped = await droppedByKind(tx, fabricId);
  const kinds = await tx
    .select({
      group: resources.group,
      kind: resources.kind,
      total: sql<number>`count(*)::int`,
      equal: sql<number>`(count(*) filter (where ${resources.driftStatus} = 'in_sync' and not ${isUncompared} and not ${suspected}))::int`,
      suspected: sql<number>`(count(*) filter (where ${suspected} and not ${isUncompared}))::int`,
      uncompared: sql<number>`(count(*) filter (where ${isUncompared}))::int`,
      real: differenceCount,
      ignored: sql<number>`coalesce(sum(${resources.driftHidden}) filter (where not ${isUncompared}), 0)::int`,
    })
    .from(resources)
    .where(and(eq(resources.fabricId, fabricId), isNull(resources.removedAt)))
    .groupBy(resources.group, resources.kind)
    .orderBy(resources.kind, resources.group);
  return kinds.map(({ real, ignored, ...kind }) => ({
    ...kind,
    counts: { real, dropped: dropped.get(`${kind.group}/${kind.kind}`) ?? 0, ignored },
  }));
}

/** How many differences the author of a file should know of, by kind. */
async function droppedByKind(tx: Tx, fabricId: string): Promise<Map<string, number>> {
  const found = await tx
    .select({ group: resources.group, kind: resources.kind, count: sql<number>`count(*)::int` })
    .from(differences)
    .innerJoin(resources, isOfItsResource)
    .where(
      and(
        eq(differences.fabricId, fabricId),
        eq(differences.class, 'dropped'),
        isNull(resources.removedAt),
        sql`not ${isUncompared}`,
      ),
    )
    .groupBy(resources.group, resources.kind);
  return new Map(found.map(({ group, kind, count }) => [`${group}/${kind}`, count]));
}

async function spellSummary(tx: Tx, fabricId: string): Promise<SpellSummary> {
  const duration = sql`extract(epoch from ${driftSpells.endedAt} - ${driftSpells.onset}) * 1000`;
  const [summary] = await tx
    .select({
      within7Days: sql<number>`(count(*) filter (where ${lastedWithin(7)}))::int`,
      within30Days: sql<number>`count(*)::int`,
      medianMs: sql<
        number | null
      >`(percentile_cont(0.5) within group (order by ${duration}) filter (where ${driftSpells.endedAt} is not null))::float8`,
    })
    .from(driftSpells)
    .where(and(eq(driftSpells.fabricId, fabricId), lastedWithin(30)));
  return summary ?? { within7Days: 0, within30Days: 0, medianMs: null };
}
