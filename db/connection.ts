import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Environment, getEnvironment } from '../lib/env.ts';
import { AppError } from '../lib/errors.ts';

/** postgres.js takes no socket folder in a URL, so a connection is one or the other. */
export type DatabaseConnection = { readonly url: string } | SocketConnection;

export interface SocketConnection {
  /** The folder of the Unix socket. */
  readonly host: string;
  readonly database: string;
  readonly user: string;
}

/** The file in which a running embedded server says where its socket is. */
export function socketFile(dataDirectory: string): string {
  return join(dataDirectory, 'postgres.json');
}

/** The embedded server that runs, or was left behind, beside `dataDirectory`; null when none says so. */
export function findSocketConnection(dataDirectory: string): SocketConnection | null {
  try {
    const { host, database, user } = JSON.parse(readFileSync(socketFile(dataDirectory), 'utf8'));
    return { host, database, user };
  } catch {
    return null;
  }
}

/** `DATABASE_URL`, else the embedded server that `npm start` runs. */
export function connectionFromEnv(
  { databaseUrl, dataDirectory }: Pick<Environment, 'databaseUrl' | 'dataDirectory'> = getEnvironment(),
): DatabaseConnection {
  if (databaseUrl !== undefined) return { url: databaseUrl };
  const connection = findSocketConnection(dataDirectory);
  if (connection !== null) return connection;
  throw new AppError(
    'database_unavailable',
    `No database: nothing runs beside ${dataDirectory}. Run npm start first, or set DATABASE_URL.`,
  );
}

/** Where a connection leads, without its password. */
export function describeConnection(connection: DatabaseConnection): string {
  if ('host' in connection) return `the embedded database in ${connection.host}`;
  const url = new URL(connection.url);
  return `${url.hostname || 'localhost'}${url.port ? `:${url.port}` : ''}${url.pathname}`;
}
