import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Ends a server that outlived its parent, and removes the claim of one that is gone and whose process id another
 * program has by now. Only for the holder of the folder's lock.
 */
export async function endLeftoverServer(data: string): Promise<void> {
  const pid = claimedPid(data);
  if (pid === null) return;
  if (isServerOf(pid, data)) await end(pid, data);
  else if (isAlive(pid)) rmSync(join(data, 'postmaster.pid'), { force: true });
}

function claimedPid(data: string): number | null {
  try {
    const [first = ''] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return Number(first) > 1 ? Number(first) : null;
  } catch {
    return null;
  }
}

function isServerOf(pid: number, data: string): boolean {
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return args.includes(data) && (args[0] ?? '').endsWith('postgres');
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function end(pid: number, data: string): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 15],
    ['SIGQUIT', 5],
    ['SIGKILL', 5],
  ] as const) {
    process.kill(pid, signal);
    for (let tries = 0; tries < seconds * 20; tries++) {
      if (!isServerOf(pid, data)) return;
      await delay(50);
    }
  }
}
