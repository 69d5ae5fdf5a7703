import postgres, { type Sql } from 'postgres';
import type { DatabaseConnection } from './connection.ts';

export type RawSql = Sql;

/** One postgres.js client; connects on its first query. */
export function connect(connection: DatabaseConnection, max: number, applicationName: string): RawSql {
  const options = {
    max,
    connect_timeout: 10,
    // A connection that holds a session's lock must not be renewed behind its owner's back.
    max_lifetime: null,
    connection: {
      application_name: applicationName,
      // A process that stalls in a transaction must not hold its locks against everybody else.
      idle_in_transaction_session_timeout: 15_000,
    },
    onnotice: () => {},
  };
  return 'url' in connection ? postgres(connection.url, options) : postgres({ ...options, ...connection });
}
