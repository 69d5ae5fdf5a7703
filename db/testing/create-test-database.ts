import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { createDatabase, type DatabaseHandle } from '../client.ts';
import { connect } from '../connect.ts';
import type { SocketConnection } from '../connection.ts';

export interface TestDatabase extends DatabaseHandle {
  /** For code under test that connects by itself. */
  readonly connection: SocketConnection;
  /** Closes this handle and drops the database, whoever else is still connected. */
  drop(): Promise<void>;
}

/** A fresh database with the current schema and nothing in it; one per test file is enough when each test has its own fabric. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = inject('testTemplate');
  const connection = { ...template, database: `test_${randomBytes(6).toString('hex')}` };
  await administer(template, async (sql) => {
    await sql`create database ${sql(connection.database)} template ${sql(template.database)} strategy file_copy`;
  });
  const handle = createDatabase(connection, { applicationName: 'test' });
  return {
    ...handle,
    connection,
    async drop() {
      await administer(template, async (sql) => {
        await sql`drop database ${sql(connection.database)} with (force)`;
      });
      await handle.close();
    },
  };
}

// A template with a connection of its own cannot be cloned (55006), so orders go to another database.
async function administer(
  template: SocketConnection,
  order: (sql: ReturnType<typeof connect>) => Promise<void>,
): Promise<void> {
  const sql = connect({ ...template, database: 'postgres' }, 1, 'test setup');
  try {
    await order(sql);
  } finally {
    await sql.end();
  }
}
