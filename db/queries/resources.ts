import { and, asc, desc, eq, getTableColumns, isNull, sql } from 'drizzle-orm';
import type { ResourceIdentity } from '../../lib/domain/hedgehog/kubernetes-object.ts';
import { resources } from '../schema/resources.ts';
import type { Reader, Tx } from '../transaction.ts';
import { recordset } from './bulk.ts';

export type ResourceRow = typeof resources.$inferSelect;
export type NewResourceRow = typeof resources.$inferInsert;

const IDENTITY = [
  ['group', resources.group],
  ['kind', resources.kind],
  ['namespace', resources.namespace],
  ['name', resources.name],
] as const;

/** SQL: the row's identity is one of these; one parameter however many they are. */
export function isOneOf(identities: readonly ResourceIdentity[]) {
  const keys = recordset(identities, IDENTITY, 'k');
  return sql`(${resources.group}, ${resources.kind}, ${resources.namespace}, ${resources.name}) in (select k."group", k."kind", k."namespace", k."name" from ${keys})`;
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
  const keys = recordset(identities, IDENTITY, 'k');
  const rows = await tx.execute(sql`
    select ${SELECTED} from ${resources} r
    where r.fabric_id = ${fabricId} and r.removed_at is null
      and (r."group", r.kind, r.namespace, r.name) in (select k."group", k."kind", k."namespace", k."name" from ${keys})
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
    .where(
      and(eq(resources.fabricId, fabricId), sql`${resources.removedAt} is not null`, isOneOf(identities)),
    )
    .orderBy(...keyOrder, desc(resources.removedAt));
  return rows.map(({ id, desiredRevision, ...identity }) => ({ identity, id, desiredRevision }));
}
