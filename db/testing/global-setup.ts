import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { SocketConnection } from '../connection.ts';
import { takeFileLock } from '../embedded/file-lock.ts';
import { startEmbeddedPostgres } from '../embedded/start-embedded-postgres.ts';
import { migrate } from '../migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The migrated database that `createTestDatabase` clones; nobody may connect to it. */
    readonly testTemplate: SocketConnection;
    /** The `binariesParent` of servers that tests start for themselves. */
    readonly testBinaries: string;
  }
}

const PREFIX = 'fabric-test-';
const AN_HOUR = 3_600_000;

/** One server for a whole run of tests, with one migrated template. */
export default async function startTestServer(project: TestProject): Promise<() => Promise<void>> {
  removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(folder, 0o711);
  const binariesParent = sharedBinaries();
  const server = await startEmbeddedPostgres({
    folder,
    binariesParent,
    durable: false,
    database: 'template_fabric',
  });
  await migrate(server.connection);
  project.provide('testTemplate', server.connection);
  project.provide('testBinaries', binariesParent);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

// A run that was killed leaves its folder behind; its server ended with it.
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (!name.startsWith(PREFIX) || Date.now() - statSync(folder).mtimeMs < AN_HOUR) continue;
    if (statSync(folder).uid === process.getuid?.()) removeUnlessLocked(folder);
  }
}

function removeUnlessLocked(folder: string): void {
  const lock = takeFileLock(join(folder, 'lock'));
  if (lock === null) return;
  rmSync(folder, { recursive: true, force: true });
  lock.release();
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
