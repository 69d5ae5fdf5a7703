import { DatabaseSync } from 'node:sqlite';

export interface FileLock {
  release(): void;
}

/**
 * Takes a lock that lives as long as this process, or null when another process has it. SQLite holds the operating
 * system's lock for us: unlike a file with a process id it cannot be left behind by kill -9, nor be taken twice in a race.
 */
export function takeFileLock(path: string): FileLock | null {
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return null;
    throw error;
  }
  return { release: () => file.close() };
}

const SQLITE_BUSY = 5;
