import { setTimeout as delay } from 'node:timers/promises';
import { announceServer, startUnlessRunning, withdrawServer } from '../../db/embedded/running-server.ts';
import { AppError } from '../../lib/errors.ts';
import type { Running, Service } from './keep-running.ts';

const PATIENCE_SECONDS = 60;

/**
 * The embedded PostgreSQL of a data folder as a service that has started already: when its first start fails, there is no
 * use in trying again. Commands find it by the file that is there while it runs.
 */
export async function startedDatabase(
  dataDirectory: string,
  print: (line: string) => void,
): Promise<Service> {
  let first: Running | null = await start(dataDirectory, print);
  return {
    name: 'database',
    async start() {
      const running = first ?? (await start(dataDirectory, print));
      first = null;
      return running;
    },
  };
}

async function start(dataDirectory: string, print: (line: string) => void): Promise<Running> {
  for (let tries = 0; tries < PATIENCE_SECONDS * 4; tries++) {
    const server = await startUnlessRunning(dataDirectory);
    if (server !== null) {
      announceServer(dataDirectory, server.connection);
      return {
        pid: server.pid,
        exited: server.exited,
        async stop() {
          withdrawServer(dataDirectory);
          await server.stop();
        },
      };
    }
    if (tries === 0) print('Waiting for a command that uses the database to end …');
    await delay(250);
  }
  throw new AppError(
    'database_unavailable',
    `A command still uses the database of ${dataDirectory} after a minute: end it, then start again.`,
  );
}
