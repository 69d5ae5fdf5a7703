import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import { AppError } from '../lib/errors.ts';
import { connect } from './connect.ts';
import { type DatabaseConnection, describeConnection } from './connection.ts';
import { databaseErrorCode, toDatabaseError } from './errors.ts';
import { type AppliedMigration, findMigrationProblem, readMigrations } from './migrations.ts';

const LOCK = 7_206_110_417;
const FOLDER = join(import.meta.dirname, '..', 'drizzle');

/** Brings the database to the schema of this version; any number of processes may call it at once. */
export async function migrate(connection: DatabaseConnection, folder = FOLDER): Promise<void> {
  const migrations = readMigrations(folder);
  // One connection: Drizzle's migrator takes no lock, and the session has to hold ours until it is done.
  const client = connect(connection, 1, 'migrate');
  const db = drizzle({ client });
  try {
    await db.execute(sql`select pg_advisory_lock(${LOCK})`);
    const problem = findMigrationProblem(migrations, await readApplied(db));
    if (problem !== null) throw new AppError('internal', `${problem} (${describeConnection(connection)})`);
    await applyMigrations(db, { migrationsFolder: folder });
  } catch (error) {
    throw toDatabaseError(error) ?? error;
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function readApplied(db: PostgresJsDatabase): Promise<readonly AppliedMigration[]> {
  try {
    const rows = await db.execute<{ created_at: string; hash: string }>(
      sql`select created_at, hash from drizzle.__drizzle_migrations`,
    );
    return rows.map((row) => ({ when: Number(row.created_at), hash: row.hash }));
  } catch (error) {
    if (databaseErrorCode(error) === UNDEFINED_TABLE || databaseErrorCode(error) === INVALID_SCHEMA)
      return [];
    throw error;
  }
}

const UNDEFINED_TABLE = '42P01';
const INVALID_SCHEMA = '3F000';
