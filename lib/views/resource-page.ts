import { and, sql } from 'drizzle-orm';
import { resources } from '#db/schema/resources.ts';
import type { Tx } from '#db/transaction.ts';
import { EMPTY_FILTER, type ResourceFilter } from '#lib/contract/resource-filter.ts';
import type { ResourceFacets, ResourcePage, ResourceRow } from '#lib/contract/resource-row.ts';
import type { Severity } from '#lib/domain/lifecycle/states.ts';
import { severityColumn } from './drift-columns.ts';
import { momentOf } from './fabric-reading.ts';
import { requireFabric } from './require-fabric.ts';
import { matchesFilter } from './resource-conditions.ts';
import { decodeKey, encodeKey, isAfter, keyColumns, orderOf } from './resource-order.ts';

const PAGE_SIZE = 200;

const COLUMNS = {
  id: resources.id,
  group: resources.group,
  kind: resources.kind,
  namespace: resources.namespace,
  name: resources.name,
  state: resources.state,
  reason: resources.stateChangeReason,
  since: resources.lastStateChange,
  driftStatus: resources.driftStatus,
  driftOnset: resources.driftOnset,
  score: resources.driftScore,
  driftCount: resources.driftCount,
  driftFirst: resources.driftFirst,
  hidden: resources.driftHidden,
  writer: resources.driftWriter,
  draftOwner: resources.draftOwner,
  desiredStale: resources.desiredStale,
};

type Selected = { [K in keyof typeof COLUMNS]: (typeof COLUMNS)[K]['_']['data'] | null } & {
  id: number;
  group: string;
  kind: string;
  namespace: string;
  name: string;
  driftCount: number;
  hidden: number;
  severity: Severity | null;
};

function rowOf({ driftCount, driftFirst, since, driftOnset, ...rest }: Selected): ResourceRow {
  const differs = driftFirst === null ? null : { first: driftFirst, more: Math.max(0, driftCount - 1) };
  return { ...rest, since: momentOf(since), driftOnset: momentOf(driftOnset), differs };
}

/** One page of the resource table, after a page key; the first page says how many rows match. @throws AppError not_found, invalid_input */
export async function resourcePage(
  tx: Tx,
  fabricId: string,
  filter: ResourceFilter,
  after: string,
): Promise<ResourcePage> {
  await requireFabric(tx, fabricId);
  const matches = matchesFilter(fabricId, filter);
  const found = await tx
    .select({ ...COLUMNS, severity: severityColumn, ...keyColumns(filter) })
    .from(resources)
    .where(after === '' ? matches : and(matches, isAfter(filter, decodeKey(after))))
    .orderBy(...orderOf(filter))
    .limit(PAGE_SIZE + 1);
  const page = found.slice(0, PAGE_SIZE);
  const last = found.length > PAGE_SIZE ? page.at(-1) : undefined;
  const matching = after === '' ? await tx.$count(resources, matches) : null;
  return {
    rows: page.map(({ keyNumber: _number, keyText: _text, ...row }) => rowOf(row)),
    next: last === undefined ? null : encodeKey({ number: last.keyNumber, text: last.keyText, id: last.id }),
    matching,
  };
}

/** What the filters of the table can offer. @throws AppError not_found */
export async function resourceFacets(tx: Tx, fabricId: string): Promise<ResourceFacets> {
  await requireFabric(tx, fabricId);
  const live = matchesFilter(fabricId, EMPTY_FILTER);
  const kinds = await tx
    .select({ group: resources.group, kind: resources.kind, count: sql<number>`count(*)::int` })
    .from(resources)
    .where(live)
    .groupBy(resources.group, resources.kind)
    .orderBy(resources.kind);
  const [people] = await tx
    .select({
      writers: sql<
        string[]
      >`coalesce(array_agg(distinct ${resources.driftWriter}) filter (where ${resources.driftWriter} is not null), '{}')`,
      owners: sql<
        string[]
      >`coalesce(array_agg(distinct ${resources.draftOwner}) filter (where ${resources.draftOwner} is not null), '{}')`,
    })
    .from(resources)
    .where(live);
  return { kinds, writers: people?.writers ?? [], owners: people?.owners ?? [] };
}
