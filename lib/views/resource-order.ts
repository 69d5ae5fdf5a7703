import { asc, desc, type SQL, sql } from 'drizzle-orm';
import { resources } from '#db/schema/resources.ts';
import type { ResourceFilter, ResourceSort, StateFilter } from '#lib/contract/resource-filter.ts';
import { AppError } from '#lib/errors.ts';
import { severityRank } from './drift-columns.ts';

// What needs somebody first; a resource without a state is more urgent than a healthy one.
const STATE_ORDER: readonly StateFilter[] = [
  'DRIFTED',
  'ORPHANED',
  'unread',
  'PENDING',
  'COMMITTED',
  'DRAFT',
  'SYNCED',
];

const rank = (values: readonly string[], value: SQL) =>
  sql`coalesce(array_position(${sql.raw(`array['${values.join("','")}']`)}, ${value}), 0)`;

const stateRank = rank(STATE_ORDER, sql`coalesce(${resources.state}, 'unread')`);
const worstFirst = sql`-${severityRank}`;
const sinceRank = sql`-coalesce(extract(epoch from ${resources.lastStateChange}), 0)::float8`;
const kindThenName = sql`${resources.kind} || ' ' || ${resources.name}`;

/** A number and a text by which rows are ordered, ascending, before their id. */
const KEYS: Record<ResourceSort, { number: SQL; text: SQL }> = {
  urgency: {
    number: sql`(${stateRank} * 10 + ${worstFirst})::float8`,
    text: kindThenName,
  },
  name: { number: sql`0::float8`, text: sql`${resources.name}` },
  kind: { number: sql`0::float8`, text: kindThenName },
  state: { number: sql`${stateRank}::float8`, text: kindThenName },
  severity: { number: sql`(${worstFirst})::float8`, text: kindThenName },
  since: { number: sinceRank, text: kindThenName },
};

/** The place after which a page begins. */
export interface PageKey {
  number: number;
  text: string;
  id: number;
}

/** The columns of the page key, to be selected beside the row. */
export function keyColumns({ sort }: Pick<ResourceFilter, 'sort'>) {
  const { number, text } = KEYS[sort];
  return { keyNumber: sql<number>`${number}`, keyText: sql<string>`${text} collate "C"` };
}

export function orderOf({ sort, descending }: Pick<ResourceFilter, 'sort' | 'descending'>): SQL[] {
  const { number, text } = KEYS[sort];
  const direction = descending ? desc : asc;
  return [direction(number), direction(sql`${text} collate "C"`), direction(resources.id)];
}

/** SQL: the row comes after the key. */
export function isAfter(
  { sort, descending }: Pick<ResourceFilter, 'sort' | 'descending'>,
  key: PageKey,
): SQL {
  const { number, text } = KEYS[sort];
  const row = sql`(${number}, ${text} collate "C", ${resources.id})`;
  const bound = sql`(${key.number}::float8, ${key.text}::text, ${key.id}::bigint)`;
  return descending ? sql`${row} < ${bound}` : sql`${row} > ${bound}`;
}

export function encodeKey({ number, text, id }: PageKey): string {
  return Buffer.from(JSON.stringify([number, text, id])).toString('base64url');
}

/** @throws AppError invalid_input */
export function decodeKey(encoded: string): PageKey {
  try {
    const [number, text, id]: unknown[] = JSON.parse(Buffer.from(encoded, 'base64url').toString());
    if (typeof number === 'number' && typeof text === 'string' && Number.isSafeInteger(id)) {
      return { number, text, id: Number(id) };
    }
  } catch {
    // Falls through: whatever it is, it is no key of ours.
  }
  throw new AppError(
    'invalid_input',
    'The page key "after" is not one of ours. Ask for the first page again.',
  );
}
