import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SocketConnection } from '#db/connection.ts';
import { socketFile } from '#db/connection.ts';
import { SECRET } from '../../testing/watched-fabric.ts';

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url));

/** A worker as production runs it: a process of its own. */
export interface WorkerProcess {
  pid: number;
  signal(name: NodeJS.Signals): void;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Resolves when the process has ended, by whatever cause. */
  ended: Promise<unknown>;
}

/** A place where workers run one after the other or beside each other, on one database. */
export function createWorkerHost(connection: SocketConnection) {
  const folder = mkdtempSync(join(tmpdir(), 'fabric-worker-host-'));
  writeFileSync(socketFile(folder), JSON.stringify(connection));
  const running = new Set<ChildProcess>();
  const env = {
    NODE_ENV: 'test' as const,
    PATH: process.env.PATH ?? '',
    DATA_DIR: folder,
    APP_SECRET: SECRET,
    LOG_LEVEL: 'info',
  };
  return {
    /** Starts a worker and waits until it is ready. */
    async start(): Promise<WorkerProcess> {
      const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      running.add(child);
      const ended = once(child, 'exit').finally(() => running.delete(child));
      const lines = createInterface(child.stdout);
      await new Promise<void>((resolve, reject) => {
        lines.on('line', (line) => {
          if (line.includes('"worker ready"')) resolve();
        });
        ended.then(() => reject(new Error('the worker ended before it was ready')), reject);
      });
      return {
        pid: child.pid ?? 0,
        signal: (name) => void child.kill(name),
        async kill() {
          child.kill('SIGKILL');
          await ended;
        },
        ended,
      };
    },
    /** Kills what still runs and removes everything. */
    async close() {
      for (const child of running) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
