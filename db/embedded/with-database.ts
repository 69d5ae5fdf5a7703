import { setTimeout as delay } from 'node:timers/promises';
import { openDataDirectory } from '../../lib/data-directory.ts';
import { getEnvironment } from '../../lib/env.ts';
import { AppError } from '../../lib/errors.ts';
import { createDatabase, type DatabaseHandle } from '../client.ts';
import { connect, type RawSql } from '../connect.ts';
import { type DatabaseConnection, findSocketConnection, type SocketConnection } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { announceServer, startUnlessRunning, withdrawServer } from './running-server.ts';
import type { EmbeddedPostgres } from './start-embedded-postgres.ts';

/** Users of an embedded server share this lock; a command that started one takes it alone before stopping it. */
const IN_USE = 7_206_110_418;
const PATIENCE_SECONDS = 60;

/**
 * Runs a command's work on the database: that of `DATABASE_URL`, else the embedded one that runs beside the data folder,
 * else the same one started for the occasion, migrated, and stopped when nobody uses it any more.
 */
export async function withDatabase<T>(work: (database: DatabaseHandle) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDirectory } = getEnvironment();
  if (databaseUrl !== undefined) return await workOn({ url: databaseUrl }, work);
  openDataDirectory(dataDirectory);
  for (let tries = 0; tries < PATIENCE_SECONDS * 10; tries++) {
    const running = findSocketConnection(dataDirectory);
    const claim = running === null ? null : await claimUse(running);
    if (running !== null && claim !== null) return await workOn(running, work).finally(() => claim.end());
    const server = await startUnlessRunning(dataDirectory);
    if (server !== null) return await workAndStop(server, dataDirectory, work);
    await delay(100);
  }
  throw new AppError(
    'database_unavailable',
    `The database beside ${dataDirectory} does not answer: restart npm start.`,
  );
}

// Waits behind a command that is about to stop the server, and fails when it has: then the caller looks again.
async function claimUse(connection: SocketConnection): Promise<RawSql | null> {
  const sql = connect(connection, 1, 'in use');
  try {
    await sql`select pg_advisory_lock_shared(${IN_USE})`;
    return sql;
  } catch {
    await sql.end({ timeout: 0 });
    return null;
  }
}

async function workAndStop<T>(
  server: EmbeddedPostgres,
  dataDirectory: string,
  work: (database: DatabaseHandle) => Promise<T>,
): Promise<T> {
  try {
    await migrate(server.connection);
    announceServer(dataDirectory, server.connection);
    return await workOn(server.connection, work);
  } finally {
    const alone = await waitForOthers(server.connection);
    withdrawServer(dataDirectory);
    await server.stop();
    await alone.end({ timeout: 0 });
  }
}

// Its lock is held until the server is gone: whoever comes in between waits, and then starts a server of its own.
async function waitForOthers(connection: SocketConnection): Promise<RawSql> {
  const sql = connect(connection, 1, 'in use');
  await sql`select pg_advisory_lock(${IN_USE})`.catch(() => {});
  return sql;
}

async function workOn<T>(
  connection: DatabaseConnection,
  work: (database: DatabaseHandle) => Promise<T>,
): Promise<T> {
  const database = createDatabase(connection, { applicationName: 'command' });
  return await work(database).finally(() => database.close());
}
