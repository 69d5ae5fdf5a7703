import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseHandle } from '#db/client.ts';
import { createDatabase } from '#db/client.ts';
import { startEmbeddedPostgres } from '#db/embedded/start-embedded-postgres.ts';
import { migrate } from '#db/migrate.ts';

/** Runs with a database of its own that is gone afterwards; durable as in use, so that figures mean something. */
export async function withBenchDatabase<T>(use: (database: DatabaseHandle) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'fabric-bench-'));
  chmodSync(folder, 0o711);
  const server = await startEmbeddedPostgres({ folder });
  try {
    await migrate(server.connection);
    const database = createDatabase(server.connection, { applicationName: 'bench' });
    try {
      return await use(database);
    } finally {
      await database.close();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
