import { type ChildProcess, spawn } from 'node:child_process';

/** Kills child processes when this process goes, however it goes, and removes their folder. */
export interface ChildGuard {
  /** The processes to kill from now on; replaces the former ones. */
  watch(children: readonly ChildProcess[]): void;
  /** Kills what is watched and removes the folder; resolves when that is done. */
  release(): Promise<void>;
}

// Standard input ends when this process dies, even by SIGKILL, which no exit handler sees.
const SCRIPT =
  'while read -r line; do pids=$line; done; [ -z "$pids" ] || kill -9 $pids 2>/dev/null; sleep 0.1; rm -rf "$1"';

/** Starts a guard in a process group of its own, so that Ctrl-C does not end it before its children. */
export function startChildGuard(folder: string): ChildGuard {
  const guard = spawn('/bin/sh', ['-c', SCRIPT, 'guard', folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    guard.once('exit', () => resolve());
    guard.once('error', () => resolve());
  });
  guard.unref();
  return {
    watch(children) {
      const pids = children.flatMap((child) => (child.exitCode === null && child.pid ? [child.pid] : []));
      guard.stdin?.write(`${pids.join(' ')}\n`);
    },
    async release() {
      guard.ref();
      guard.stdin?.end();
      await ended;
    },
  };
}
