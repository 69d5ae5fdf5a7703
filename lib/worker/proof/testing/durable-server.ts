import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { DatabaseHandle } from '#db/client.ts';
import { connect, createDatabase } from '#db/client.ts';
import type { SocketConnection } from '#db/connection.ts';
import { startEmbeddedPostgres } from '#db/embedded/start-embedded-postgres.ts';
import { migrate } from '#db/migrate.ts';

export interface DurableDatabase extends DatabaseHandle {
  connection: SocketConnection;
}

/** A database server of its own that keeps every promise in a crash, unlike the shared one of other tests. */
export async function startDurableServer() {
  const folder = mkdtempSync(join(tmpdir(), 'fabric-durable-'));
  chmodSync(folder, 0o711);
  const start = () => startEmbeddedPostgres({ folder, binariesParent: inject('testBinaries') });
  let server = await start();
  const template = { ...server.connection, database: 'template_durable' };
  const administrator = connect(server.connection, 1, 'test setup');
  await administrator`create database template_durable`;
  await migrate(template);
  const handles: DatabaseHandle[] = [];
  return {
    /** A new database with the current schema. */
    async createDatabase(): Promise<DurableDatabase> {
      const database = `test_${randomBytes(6).toString('hex')}`;
      await administrator`create database ${administrator(database)} template template_durable`;
      const connection = { ...template, database };
      const handle = createDatabase(connection, { applicationName: 'test' });
      handles.push(handle);
      return { ...handle, connection };
    },
    /** SIGKILL to the server while it is used. */
    async kill() {
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
    },
    /** Starts the server again after `kill`. */
    async restart() {
      server = await start();
    },
    async stop() {
      await Promise.all(handles.map((handle) => handle.close()));
      await administrator.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
