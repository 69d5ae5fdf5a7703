import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { formatLine } from './format-line.ts';
import type { Running, Service } from './keep-running.ts';

const END_WITH_PARENT = join(import.meta.dirname, 'end-with-parent.mjs');
const PATIENCE_MILLISECONDS = 10_000;

export interface ProcessOptions {
  readonly name: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  print(line: string): void;
}

/** A Node program as a service: in a process group of its own, ended with all it started. */
export function processService(args: readonly string[], options: ProcessOptions): Service {
  return { name: options.name, start: () => startProcess(args, options) };
}

export async function startProcess(args: readonly string[], options: ProcessOptions): Promise<Running> {
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, ...args], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ? `ended by ${signal}` : `exit code ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
  for (const stream of [child.stdout, child.stderr]) printLines(stream, options);
  return { pid: child.pid ?? 0, exited, stop: () => stop(child, exited) };
}

function printLines(stream: Readable, { name, print }: ProcessOptions): void {
  createInterface(stream).on('line', (line) => print(formatLine(name, line)));
}

async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  signalGroup(child.pid, 'SIGTERM');
  const impatient = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), PATIENCE_MILLISECONDS);
  await exited;
  clearTimeout(impatient);
  signalGroup(child.pid, 'SIGKILL');
}

/** To a process and all that it started; nothing happens when they are gone. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
