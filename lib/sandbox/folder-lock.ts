import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

export interface FolderLock {
  release(): void;
}

/**
 * Makes this process the only one of a folder, by a file that names it. A file whose process is gone (kill -9, reboot) is
 * taken over. @throws Error that names the process which holds it.
 */
export function lockFolder(file: string): FolderLock {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${process.pid} ${startOf(process.pid)}\n`);
  try {
    while (!linked(draft, file)) {
      const holder = readHolder(file);
      if (holder !== null && startOf(holder.pid) === holder.start && holder.start !== null) {
        throw new Error(
          `${file}: process ${holder.pid} already runs this sandbox. Stop it, or choose another folder.`,
        );
      }
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return { release: () => rmSync(file, { force: true }) };
}

/** A link appears with its content and fails when there is one already. */
function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): { pid: number; start: string | null } | null {
  try {
    const [pid, start = null] = readFileSync(file, 'utf8').trim().split(' ');
    return { pid: Number(pid), start };
  } catch {
    return null;
  }
}

/**
 * What tells a process from a later one with the same id: when it started, where the system says so (Linux), else that it is
 * alive. Null when there is no such process.
 */
function startOf(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'alive';
  } catch {
    return 'alive';
  }
}
