import { and, eq, type SQL, sql } from 'drizzle-orm';
import { databaseNow } from '#db/queries/clock.ts';
import { differences } from '#db/schema/differences.ts';
import { driftSpells } from '#db/schema/drift-spells.ts';
import { resources } from '#db/schema/resources.ts';
import type { Tx } from '#db/transaction.ts';
import type { DriftFilter, DriftGrouping } from '#lib/contract/drift-filter.ts';
import type { DriftRow, FabricDriftPage } from '#lib/contract/fabric-drift.ts';
import { flappingUntil } from '#lib/domain/drift/flapping.ts';
import { WEIGHTS } from '#lib/domain/hedgehog/kind-profile.ts';
import { type DriftKey, decodeDriftKey, encodeDriftKey } from './drift-key.ts';
import { driftSummary, isOfItsResource, isShownDifference, lastedWithin } from './drift-summary.ts';
import { momentOf } from './fabric-reading.ts';
import { requireFabric } from './require-fabric.ts';

const PAGE_SIZE = 200;

/** A field is the same one in every item of a list; keys of a map tell fields apart. */
const GROUP_KEYS: Record<DriftGrouping, SQL> = {
  kind: sql`${resources.kind}`,
  writer: sql`coalesce(${differences.writer}, '')`,
  field: sql`regexp_replace(${differences.pathText}, '\\[\\d+\\]', '[]', 'g')`,
};

// All of a key ascend, so that one comparison of rows finds the page after it.
const lightness = sql`-array_position(${sql.raw(`array['${WEIGHTS.join("','")}']`)}, ${differences.weight})`;
const earliness = sql`-coalesce(extract(epoch from ${resources.driftOnset}), 0)::float8`;

function queryOf(tx: Tx, fabricId: string, filter: DriftFilter) {
  const key = filter.group === null ? sql`''` : GROUP_KEYS[filter.group];
  const found = tx.$with('found').as(
    tx
      .select({
        fabricId: differences.fabricId,
        resourceId: differences.resourceId,
        ordinal: differences.ordinal,
        group: resources.group,
        kind: resources.kind,
        namespace: resources.namespace,
        name: resources.name,
        state: resources.state,
        driftStatus: resources.driftStatus,
        onset: resources.driftOnset,
        desiredStale: resources.desiredStale,
        onsets: resources.driftOnsets,
        path: differences.pathText,
        op: differences.op,
        class: differences.class,
        desired: differences.desired,
        actual: differences.actual,
        weight: differences.weight,
        writer: differences.writer,
        reason: differences.reason,
        groupKey: sql<string>`${key} collate "C"`.as('group_key'),
        lightness: sql<number>`${lightness}`.as('lightness'),
        earliness: sql<number>`${earliness}`.as('earliness'),
      })
      .from(differences)
      .innerJoin(resources, isOfItsResource)
      .where(and(eq(differences.fabricId, fabricId), eq(differences.class, filter.class), isShownDifference)),
  );
  const groups = tx.$with('groups').as(
    tx
      .select({
        key: sql<string>`${found.groupKey}`.as('key'),
        lightest: sql<number>`min(${found.lightness})`.as('lightest'),
        differences: sql<number>`count(*)::int`.as('group_differences'),
        resources: sql<number>`count(distinct ${found.resourceId})::int`.as('group_resources'),
      })
      .from(found)
      .groupBy(found.groupKey),
  );
  return { found, groups };
}

/** One page of a fabric's differences of one class, worst and latest first, after a page key. @throws AppError not_found, invalid_input */
export async function fabricDrift(
  tx: Tx,
  fabricId: string,
  filter: DriftFilter,
  after: string,
): Promise<FabricDriftPage> {
  await requireFabric(tx, fabricId);
  const now = await databaseNow(tx);
  const { found, groups } = queryOf(tx, fabricId, filter);
  const order = [
    groups.lightest,
    found.groupKey,
    found.lightness,
    found.earliness,
    found.resourceId,
    found.ordinal,
  ];
  const isAfter = (key: DriftKey) =>
    sql`(${sql.join(order, sql`, `)}) > (${key[0]}::int, ${key[1]}::text collate "C", ${key[2]}::int, ${key[3]}::float8, ${key[4]}::bigint, ${key[5]}::int)`;
  const page = await tx
    .with(found, groups)
    .select()
    .from(found)
    .innerJoin(groups, eq(groups.key, found.groupKey))
    .where(after === '' ? undefined : isAfter(decodeDriftKey(after)))
    .orderBy(...order)
    .limit(PAGE_SIZE + 1);
  const times = await timesOf(
    tx,
    fabricId,
    page.map(({ found: { resourceId } }) => resourceId),
  );
  const last = page.length > PAGE_SIZE ? page[PAGE_SIZE - 1] : undefined;
  return {
    rows: page.slice(0, PAGE_SIZE).map((row) => rowOf(row, times.get(row.found.resourceId) ?? 0, now)),
    next: last === undefined ? null : keyOf(last),
    summary: after === '' ? await driftSummary(tx, fabricId) : null,
  };
}

interface Found extends Omit<DriftRow, 'onset' | 'times' | 'flapping' | 'grouped'> {
  fabricId: string;
  onset: Date | null;
  onsets: string;
  groupKey: string;
  lightness: number;
  earliness: number;
}
interface Selected {
  found: Found;
  groups: { key: string; lightest: number; differences: number; resources: number };
}

function rowOf({ found, groups }: Selected, times: number, now: number): DriftRow {
  const { fabricId: _, onset, onsets, groupKey, lightness: _l, earliness: _e, ...row } = found;
  const { lightest: _w, key: _k, ...held } = groups;
  return {
    ...row,
    onset: momentOf(onset),
    times,
    flapping: flappingUntil(JSON.parse(onsets) as number[], now) !== null,
    grouped: { key: groupKey, ...held },
  };
}

function keyOf({ found, groups }: Selected): string {
  const { groupKey, lightness, earliness, resourceId, ordinal } = found;
  return encodeDriftKey([groups.lightest, groupKey, lightness, earliness, resourceId, ordinal]);
}

/** How many times each of these resources drifted within 30 days. */
async function timesOf(tx: Tx, fabricId: string, ids: readonly number[]): Promise<Map<number, number>> {
  const counted = await tx
    .select({ id: driftSpells.resourceId, times: sql<number>`count(*)::int` })
    .from(driftSpells)
    .where(
      and(
        eq(driftSpells.fabricId, fabricId),
        sql`${driftSpells.resourceId} = any(${sql.param([...new Set(ids)])}::bigint[])`,
        lastedWithin(30),
      ),
    )
    .groupBy(driftSpells.resourceId);
  return new Map(counted.map(({ id, times }) => [id, times]));
}
