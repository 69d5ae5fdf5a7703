import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Ends what is left of a server whose parent is gone, then removes its claims. PostgreSQL's own check of these claims
 * takes a zombie, or another program with the same process id, for a server that runs. Only for the holder of the
 * folder's lock: with one process left, a second server would destroy the data.
 */
export async function endLeftoverServer(data: string, socket: string): Promise<void> {
  if (existsSync(data)) await endProcesses(data, realpathSync(data));
  rmSync(join(data, 'postmaster.pid'), { force: true });
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) rmSync(join(socket, name), { force: true });
}

async function endProcesses(data: string, folder: string): Promise<void> {
  const postmaster = serverProcesses(folder).filter((pid) => pid === claimedPid(data));
  if (postmaster.length > 0) await end(postmaster, 'SIGINT', folder, 15);
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) await end(serverProcesses(folder), signal, folder, 3);
}

async function end(
  pids: readonly number[],
  signal: NodeJS.Signals,
  folder: string,
  seconds: number,
): Promise<void> {
  for (const pid of pids) send(pid, signal);
  for (let tries = 0; tries < seconds * 20 && serverProcesses(folder).length > 0; tries++) await delay(50);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
}

function claimedPid(data: string): number | null {
  try {
    return Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return null;
  }
}

// Every process of a server works in its data folder; a zombie works nowhere.
function serverProcesses(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && workingFolder(name) === folder)
    .map(Number);
}

function workingFolder(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}
