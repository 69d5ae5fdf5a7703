import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { differences } from '#db/schema/differences.ts';
import { driftSpells } from '#db/schema/drift-spells.ts';
import { resources } from '#db/schema/resources.ts';
import type { Tx } from '#db/transaction.ts';
import type { ComparedKind, DriftSummary, SpellSummary } from '#lib/contract/fabric-drift.ts';
import { KEPT_CLASSES } from '#lib/domain/drift/comparison.ts';

/** SQL: a real difference is shown once it is drift or an orphan; one that waits for a deployment or a reading is not. */
export const isShownDifference = and(
  isNull(resources.removedAt),
  or(
    sql`${differences.class} <> 'real'`,
    sql`${resources.driftOnset} is not null`,
    eq(resources.state, 'ORPHANED'),
  ),
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
  const found = await tx
    .select({ class: differences.class, count: sql<number>`count(*)::int` })
    .from(differences)
    .innerJoin(resources, isOfItsResource)
    .where(and(eq(differences.fabricId, fabricId), isShownDifference))
    .groupBy(differences.class);
  const counts = { real: 0, dropped: 0, ignored: 0 };
  for (const name of KEPT_CLASSES) counts[name] = found.find((one) => one.class === name)?.count ?? 0;
  return { counts, compared: await comparedKinds(tx, fabricId), spells: await spellSummary(tx, fabricId) };
}

function comparedKinds(tx: Tx, fabricId: string): Promise<ComparedKind[]> {
  const uncompared = sql`(${resources.driftStatus} is null or ${resources.desiredStale} is not null)`;
  const suspected = sql`${resources.suspectSince} is not null`;
  return tx
    .select({
      group: resources.group,
      kind: resources.kind,
      total: sql<number>`count(*)::int`,
      equal: sql<number>`(count(*) filter (where ${resources.driftStatus} = 'in_sync' and not ${uncompared} and not ${suspected}))::int`,
      suspected: sql<number>`(count(*) filter (where ${suspected} and not ${uncompared}))::int`,
      uncompared: sql<number>`(count(*) filter (where ${uncompared}))::int`,
    })
    .from(resources)
    .where(and(eq(resources.fabricId, fabricId), isNull(resources.removedAt)))
    .groupBy(resources.group, resources.kind)
    .orderBy(resources.kind, resources.group);
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
