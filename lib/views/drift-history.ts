import { and, desc, eq, sql } from 'drizzle-orm';
import { driftSpells } from '#db/schema/drift-spells.ts';
import { resources } from '#db/schema/resources.ts';
import type { Tx } from '#db/transaction.ts';
import type { DriftHistory } from '#lib/contract/drift-history.ts';
import type { ResourcePath } from '#lib/contract/paths.ts';
import { flappingOf } from '#lib/domain/drift/flapping.ts';
import type { Instant } from '#lib/domain/lifecycle/facts.ts';
import { lastedWithin } from './drift-summary.ts';
import { momentOf } from './fabric-reading.ts';

const SPELLS_SHOWN = 20;

/** How often a resource drifted, for how long, and the latest times; earlier records of the same name included. */
export async function driftHistory(
  tx: Tx,
  fabricId: string,
  { group, kind, namespace, name }: ResourcePath,
  recentOnsets: readonly Instant[],
  now: Instant,
): Promise<DriftHistory> {
  const isOfIt = and(
    eq(driftSpells.fabricId, fabricId),
    eq(resources.fabricId, fabricId),
    eq(resources.id, driftSpells.resourceId),
    eq(resources.group, group),
    eq(resources.kind, kind),
    eq(resources.namespace, namespace),
    eq(resources.name, name),
  );
  const spells = await tx
    .select({ spell: driftSpells })
    .from(driftSpells)
    .innerJoin(resources, isOfIt)
    .orderBy(desc(driftSpells.onset), desc(driftSpells.id))
    .limit(SPELLS_SHOWN);
  const from = sql`greatest(${driftSpells.onset}, now() - interval '30 days')`;
  const [within] = await tx
    .select({
      times: sql<number>`count(*)::int`,
      totalMs: sql<number>`(coalesce(sum(extract(epoch from coalesce(${driftSpells.endedAt}, now()) - ${from})), 0) * 1000)::float8`,
    })
    .from(driftSpells)
    .innerJoin(resources, and(isOfIt, lastedWithin(30)));
  const flapping = flappingOf(recentOnsets, now);
  return {
    times: within?.times ?? 0,
    totalMs: within?.totalMs ?? 0,
    flapping:
      flapping === null
        ? null
        : {
            times: flapping.times,
            first: new Date(flapping.first).toISOString(),
            last: new Date(flapping.last).toISOString(),
            until: new Date(flapping.until).toISOString(),
          },
    spells: spells.map(
      ({ spell: { id, onset, endedAt, endedBy, severity, first, writer, desiredHash, actualHash } }) => ({
        id,
        onset: onset.toISOString(),
        endedAt: momentOf(endedAt),
        endedBy,
        severity,
        first,
        writer,
        hasDifferences: desiredHash !== null && actualHash !== null,
      }),
    ),
  };
}
