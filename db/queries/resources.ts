import type { SQL } from 'drizzle-orm';
import { and, asc, desc, eq, getTableColumns, gt, isNull, sql } from 'drizzle-orm';
import type { ResourceIdentity } from '../../lib/domain/hedgehog/kubernetes-object.ts';
import { resources } from '../schema/resources.ts';
import type { Database, Reader, Tx } from '../transaction.ts';
import { recordset } from './bulk.ts';

export type ResourceRow = typeof resources.$inferSelect;
export type NewResourceRow = typeof resources.$inferInsert;

const KEY = [
  ['fabricId', resources.fabricId],
  ['group', resources.group],
  ['kind', resources.kind],
  ['namespace', resources.namespace],
  ['name', resources.name],
] as const;

/**
 * SQL: the row of alias or table `of` is one of these of the fabric; one parameter however many they are. The fabric is
 * part of the joined key and no condition of its own: a fabric that statistics do not know yet counts as one row, and
 * all of its rows would be read for a handful.
 */
export function isOneOf(
  fabricId: string,
  identities: readonly ResourceIdentity[],
  of: SQL = sql`${resources}`,
) {
  const keys = recordset(
    identities.map((identity) => ({ ...identity, fabricId })),
    KEY,
    'k',
  );
  return sql`(${of}.fabric_id, ${of}."group", ${of}.kind, ${of}.namespace, ${of}.name) in (select k."fabricId", k."group", k."kind", k."namespace", k."name" from ${keys})`;
}

const keyOrder = [asc(resources.group), asc(resources.kind), asc(resources.namespace), asc(resources.name)];

const COLUMNS = Object.entries(getTableColumns(resources));
const SELECTED = sql.raw(COLUMNS.map(([key, { name }]) => `r."${name}" as "${key}"`).join(', '));
const MOMENTS = COLUMNS.flatMap(([key, { dataType }]) => (dataType === 'date' ? [key] : []));
const NUMBERS = COLUMNS.flatMap(([key, { dataType }]) => (dataType === 'number' ? [key] : []));

// Drizzle's own mapping of 70 columns costs more than the query; a chunk is read on every observation.
function toResourceRow(row: Record<string, unknown>): ResourceRow {
  for (const key of MOMENTS) if (row[key] !== null) row[key] = new Date(String(row[key]));
  for (const key of NUMBERS) if (row[key] !== null) row[key] = Number(row[key]);
  return row as ResourceRow;
}

/** The live rows of these identities, locked in key order until the transaction ends. */
export async function lockResources(
  tx: Tx,
  fabricId: string,
  identities: readonly ResourceIdentity[],
): Promise<ResourceRow[]> {
  const rows = await tx.execute(sql`
    select ${SELECTED} from ${resources} r
    where r.removed_at is null and ${isOneOf(fabricId, identities, sql`r`)}
    order by r."group", r.kind, r.namespace, r.name
    for update`);
  return rows.map(toResourceRow);
}

/** The live record under an id; null when there is none. */
export async function findResource(tx: Reader, fabricId: string, id: number): Promise<ResourceRow | null> {
  const [row] = await tx
    .select()
    .from(resources)
    .where(and(eq(resources.fabricId, fabricId), eq(resources.id, id), isNull(resources.removedAt)));
  return row ?? null;
}

/** The next live records after an id, in the order of ids. */
export async function pageOfResources(
  tx: Reader,
  fabricId: string,
  after: number,
  limit: number,
): Promise<(ResourceIdentity & { id: number })[]> {
  const { id, group, kind, namespace, name } = resources;
  return tx
    .select({ id, group, kind, namespace, name })
    .from(resources)
    .where(and(eq(resources.fabricId, fabricId), isNull(resources.removedAt), gt(id, after)))
    .orderBy(asc(id))
    .limit(limit);
}

const CONDITION_COLUMNS = sql.raw(
  'fabric_id, id, "group", kind, namespace, name, removed_at, state, proof_wanted, next_check_at',
);

/**
 * Lets the planner know the table at once. Autovacuum looks once a minute, and until then a table that just grew is taken
 * for a handful of rows: each chunk of a first sync would read the whole fabric.
 */
export async function analyzeResources(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local default_statistics_target = 10`);
    // Only what conditions look at: all seventy columns would take several times as long.
    await tx.execute(sql`analyze ${resources} (${CONDITION_COLUMNS})`);
  });
}

/** The newest removed record of each of these identities, to which a returning object is linked. */
export async function findRemovedIds(
  tx: Tx,
  fabricId: string,
  identities: readonly ResourceIdentity[],
): Promise<{ identity: ResourceIdentity; id: number; desiredRevision: number }[]> {
  const rows = await tx
    .selectDistinctOn([resources.group, resources.kind, resources.namespace, resources.name], {
      group: resources.group,
      kind: resources.kind,
      namespace: resources.namespace,
      name: resources.name,
      id: resources.id,
      desiredRevision: resources.desiredRevision,
    })
    .from(resources)
    .where(and(sql`${resources.removedAt} is not null`, isOneOf(fabricId, identities)))
    .orderBy(...keyOrder, desc(resources.removedAt));
  return rows.map(({ id, desiredRevision, ...identity }) => ({ identity, id, desiredRevision }));
}
