import { readFileSync, rmSync, writeFileSync } from 'node:fs';

export interface FolderLock {
  release(): void;
}

/**
 * Makes this process the only one of a folder, by a file that holds its id. A file whose process is gone (kill -9) is taken over.
 * @throws Error that names the process which holds it.
 */
export function lockFolder(file: string): FolderLock {
  for (;;) {
    try {
      writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if (!isExisting(error)) throw error;
    }
    const holder = readHolder(file);
    if (holder !== null && isAlive(holder)) {
      throw new Error(
        `${file}: process ${holder} already runs this sandbox. Stop it, or choose another folder.`,
      );
    }
    rmSync(file, { force: true });
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

function readHolder(file: string): number | null {
  try {
    const holder = Number(readFileSync(file, 'utf8').trim());
    return Number.isInteger(holder) && holder > 0 ? holder : null;
  } catch {
    return null;
  }
}

/** A process id that was given to somebody else since counts as alive: then the file has to be removed by hand. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
