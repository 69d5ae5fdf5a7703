import type { InferInsertModel, InferSelectModel, SQL } from 'drizzle-orm';
import { getTableColumns, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from '../transaction.ts';

// PostgreSQL text holds neither U+0000 nor lone surrogates; one hostile name must not poison a chunk.
function storable(value: unknown): unknown {
  if (typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0'))) return value;
  return value.toWellFormed().replaceAll('\0', '\u2400');
}

type Column = readonly [string, PgColumn];

// Rows carry more than a statement needs, and a replacer would keep JSON.stringify off its fast path. Columns go by their
// place: their names, once a row, would be a third of what is sent.
function toJson(rows: readonly object[], columns: readonly Column[]): string {
  const named = columns.map(([key], place) => [key, `c${place}`] as const);
  const picked = rows.map((row) => {
    const wanted: Record<string, unknown> = {};
    for (const [key, name] of named) wanted[name] = storable(row[key as keyof typeof row]);
    return wanted;
  });
  return JSON.stringify(picked);
}

function columnsOf(table: PgTable, keys: readonly string[]): Column[] {
  const columns = getTableColumns(table);
  return keys.flatMap((key) => {
    const column = columns[key];
    return column === undefined ? [] : [[key, column] as const];
  });
}

function isSame(a: unknown, b: unknown): boolean {
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : (a ?? null) === (b ?? null);
}

function constant(value: unknown, column: PgColumn): SQL {
  const type = sql.raw(column.getSQLType());
  if (value === null || value === undefined) return sql`null::${type}`;
  const text = value instanceof Date ? value.toISOString() : String(storable(value));
  return sql`${text}::text::${type}`;
}

/**
 * The rows as a set that SQL can join. What differs between them is one parameter; a column that has one value throughout,
 * as most have in a chunk, is sent once: both sides read a third of the bytes.
 */
export function recordset(rows: readonly object[], columns: readonly Column[], alias: string): SQL {
  const [first = {}] = rows;
  const varies = ([key]: Column) => {
    const name = key as keyof typeof first;
    const value = first[name];
    return !rows.every((row) => isSame(row[name], value));
  };
  const differing = columns.filter(varies);
  const varying = differing.length === 0 ? columns : differing;
  const definition = varying.map(([, column], place) => `c${place} ${column.getSQLType()}`).join(', ');
  const selected = columns.map((each) => {
    const [key, column] = each;
    const place = varying.indexOf(each);
    const value = place === -1 ? constant(first[key as keyof typeof first], column) : sql.raw(`v.c${place}`);
    return sql`${value} as ${sql.identifier(key)}`;
  });
  return sql`(select ${sql.join(selected, sql`, `)} from json_to_recordset(${toJson(rows, varying)}::json) as v(${sql.raw(definition)})) as ${sql.raw(alias)}`;
}

/**
 * Inserts many rows by one statement; rows that exist already are left alone.
 * Returns the inserted rows' columns named by `returning` (as SQL gives them), else nothing.
 */
export async function bulkInsert<T extends PgTable>(
  tx: Tx,
  table: T,
  keys: readonly (keyof InferSelectModel<T> & string)[],
  rows: readonly InferInsertModel<T>[],
  returning: readonly PgColumn[] = [],
): Promise<Record<string, unknown>[]> {
  if (rows.length === 0) return [];
  const columns = columnsOf(table, keys);
  const names = sql.raw(columns.map(([, column]) => `"${column.name}"`).join(', '));
  const values = sql.raw(columns.map(([key]) => `x."${key}"`).join(', '));
  const wanted = returning.map((column) => `"${column.name}"`).join(', ');
  const tail = returning.length === 0 ? '' : ` returning ${wanted}`;
  const result = await tx.execute(
    sql`insert into ${table} (${names}) select ${values} from ${recordset(rows, columns, 'x')} on conflict do nothing${sql.raw(tail)}`,
  );
  return [...result];
}

/** Updates many rows by one statement; `keyed` columns find the row, the others are set. Returns how many matched. */
export async function bulkUpdate<T extends PgTable>(
  tx: Tx,
  table: T,
  keyed: readonly (keyof InferSelectModel<T> & string)[],
  keys: readonly (keyof InferSelectModel<T> & string)[],
  rows: readonly object[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const found = columnsOf(table, keyed);
  const set = columnsOf(table, keys);
  const assignments = sql.raw(set.map(([key, column]) => `"${column.name}" = x."${key}"`).join(', '));
  const match = sql.raw(found.map(([key, column]) => `t."${column.name}" = x."${key}"`).join(' and '));
  const result = await tx.execute(
    sql`update ${table} as t set ${assignments} from ${recordset(rows, [...found, ...set], 'x')} where ${match}`,
  );
  return result.count;
}
