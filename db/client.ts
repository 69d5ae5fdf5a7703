import { drizzle } from 'drizzle-orm/postgres-js';
import { connect, type RawSql } from './connect.ts';
import type { DatabaseConnection } from './connection.ts';
import type { Database } from './transaction.ts';

export { connect, type RawSql } from './connect.ts';

export interface DatabaseHandle {
  readonly db: Database;
  /** For LISTEN and raw SQL: Drizzle changes how its own client reads dates and JSON. */
  readonly sql: RawSql;
  /** Lets running queries end, at most five seconds. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Connections of Drizzle's pool. */
  readonly poolSize?: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
}

export function createDatabase(
  connection: DatabaseConnection,
  { poolSize = 5, applicationName = 'fabric-lifecycle' }: DatabaseOptions = {},
): DatabaseHandle {
  const client = connect(connection, poolSize, applicationName);
  const sql = connect(connection, 2, applicationName);
  return {
    db: drizzle({ client }),
    sql,
    async close() {
      await Promise.all([client.end({ timeout: 5 }), sql.end({ timeout: 5 })]);
    },
  };
}
