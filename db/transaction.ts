import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';

export type Database = PostgresJsDatabase;

/** An open transaction: the first, required argument of every query function. */
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0];

/** Whatever can be asked one question: a transaction, or the database where one statement is all. */
export type Reader = Pick<Tx, 'select' | 'execute'>;
