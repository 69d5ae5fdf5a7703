import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { SocketConnection } from '../connection.ts';
import { startEmbeddedPostgres } from '../embedded/start-embedded-postgres.ts';
import { migrate } from '../migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The migrated database that `createTestDatabase` clones; nobody may connect to it. */
    readonly testTemplate: SocketConnection;
  }
}

/** One server for a whole run of tests, with one migrated template. */
export default async function startTestServer(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'fabric-test-'));
  chmodSync(folder, 0o711);
  const server = await startEmbeddedPostgres({
    folder,
    binariesParent: sharedBinaries(),
    durable: false,
    database: 'template_fabric',
  });
  await migrate(server.connection);
  project.provide('testTemplate', server.connection);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

// Copied once per machine and user; a folder of that name that is somebody else's is not trusted.
function sharedBinaries(): string {
  const uid = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `fabric-binaries-${uid}`);
  mkdirSync(folder, { recursive: true });
  const { uid: owner, mode } = statSync(folder);
  if (owner !== uid || (mode & 0o022) !== 0) return mkdtempSync(join(tmpdir(), 'fabric-binaries-'));
  chmodSync(folder, 0o755);
  return folder;
}
