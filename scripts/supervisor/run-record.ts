import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { signalGroup } from './process-service.ts';

const recordShape = z.object({
  pid: z.number(),
  port: z.number(),
  processes: z.array(z.object({ pid: z.number(), identity: z.string() })),
});

/** What runs, written down so that the next start can say so, or end what a killed one left behind. */
export type RunRecord = z.infer<typeof recordShape>;

export function readRunRecord(file: string): RunRecord | null {
  try {
    return recordShape.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

export function writeRunRecord(file: string, port: number, pids: readonly number[]): void {
  const processes = pids.flatMap((pid) => {
    const identity = processIdentity(pid);
    return identity === null ? [] : [{ pid, identity }];
  });
  const record: RunRecord = { pid: process.pid, port, processes };
  writeFileSync(`${file}.new`, `${JSON.stringify(record)}\n`);
  renameSync(`${file}.new`, file);
}

/** Ends the processes of a former run that are still there. Only for the holder of the installation's lock. */
export async function endLeftovers(file: string): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const left = (readRunRecord(file)?.processes ?? []).filter(isStill);
    for (const { pid } of left) signalGroup(pid, signal);
    for (let tries = 0; tries < 100 && left.some(isStill); tries++) await delay(50);
  }
}

function isStill({ pid, identity }: RunRecord['processes'][number]): boolean {
  return processIdentity(pid) === identity;
}

/** The same for as long as a process lives, and another for the next process with that number; null when there is none. */
export function processIdentity(pid: number): string | null {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
    }
    // The name in brackets may hold anything; what follows it starts with the state, and the start time is the 20th.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return fields[0] === 'Z' ? null : `${boot}/${fields[19]}`;
  } catch {
    return null;
  }
}
