import { sql } from 'drizzle-orm';
import type { Reader } from '../transaction.ts';

/** SQL: milliseconds since the epoch on the database's clock, as text. */
export const clock = sql<string>`extract(epoch from clock_timestamp()) * 1000`;

/** The database's clock in milliseconds, now and not at the start of the transaction: locks may have been waited for. */
export async function databaseNow(tx: Pick<Reader, 'execute'>): Promise<number> {
  const [row] = await tx.execute<{ now: string }>(sql`select ${clock} as now`);
  return Math.floor(Number(row?.now));
}
