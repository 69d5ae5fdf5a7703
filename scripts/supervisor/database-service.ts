import { setTimeout as delay } from 'node:timers/promises';
import { announceServer, startUnlessRunning, withdrawServer } from '../../db/embedded/with-database.ts';
import { AppError } from '../../lib/errors.ts';
import type { Running, Service } from './keep-running.ts';

const PATIENCE_SECONDS = 60;

/** The embedded PostgreSQL of a data folder as a service; commands find it by the file that is there while it runs. */
export function databaseService(dataDirectory: string, print: (line: string) => void): Service {
  return { name: 'database', start: () => start(dataDirectory, print) };
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
