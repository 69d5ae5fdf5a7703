import { rmSync, writeFileSync } from 'node:fs';
import { AppError } from '../../lib/errors.ts';
import { type SocketConnection, socketFile } from '../connection.ts';
import { locateServer } from './server-location.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start-embedded-postgres.ts';

/** Tells commands where the server of this data folder is. */
export function announceServer(dataDirectory: string, connection: SocketConnection): void {
  writeFileSync(socketFile(dataDirectory), `${JSON.stringify(connection)}\n`);
}

export function withdrawServer(dataDirectory: string): void {
  rmSync(socketFile(dataDirectory), { force: true });
}

/** The server of this data folder, started; null when another process runs it. */
export async function startUnlessRunning(dataDirectory: string): Promise<EmbeddedPostgres | null> {
  try {
    return await startEmbeddedPostgres({ folder: locateServer(dataDirectory) });
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return null;
    throw error;
  }
}
