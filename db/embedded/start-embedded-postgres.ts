import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../lib/errors.ts';
import { connect } from '../connect.ts';
import type { SocketConnection } from '../connection.ts';
import { findServerPackage, prepareBinaries } from './binaries.ts';
import { type FileLock, takeFileLock } from './file-lock.ts';
import { explainFailure, initCluster, SUPERUSER } from './init-cluster.ts';
import { launch } from './launch.ts';
import { endLeftoverServer } from './postmaster.ts';
import { openServerFolder, type ServerFolder } from './server-folder.ts';

export interface EmbeddedPostgresOptions {
  /** Absolute; everything of the server lives in it. */
  readonly folder: string;
  /** The folder that holds, or gets, the copy of the binaries; by default `folder`. */
  readonly binariesParent?: string;
  /** False gives up safety in a crash for speed: for tests. */
  readonly durable?: boolean;
  /** Created when missing. */
  readonly database?: string;
}

export interface EmbeddedPostgres {
  readonly connection: SocketConnection;
  readonly pid: number;
  /** How the server ended, for people; resolves whoever ended it. */
  readonly exited: Promise<string>;
  /** `fast` breaks open connections, `smart` waits for them to close and lets nobody new in. */
  stop(mode?: 'fast' | 'smart'): Promise<void>;
}

const STOP_SIGNALS = { fast: 'SIGINT', smart: 'SIGTERM' } as const;

/**
 * Starts the PostgreSQL that npm brings along, listening on a Unix socket in a private folder only. Recovers by itself
 * from whatever killed the server before.
 * @throws AppError `conflict` when another process runs the server of this folder
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { folder, durable = true, database = 'fabric' } = options;
  const serverPackage = findServerPackage();
  const places = openServerFolder(folder);
  const lock = takeFileLock(places.lock);
  if (lock === null) throw new AppError('conflict', `Another process runs the database in ${folder}.`);
  try {
    await endLeftoverServer(places.data, places.socket);
    const binaries = prepareBinaries(options.binariesParent ?? folder, serverPackage);
    await initCluster(binaries, places.data, { major: serverPackage.major, durable });
    const connection = { host: places.socket, database, user: SUPERUSER };
    const child = await startUntilReady(binaries, places, durable);
    return await prepared(own(child, connection, lock));
  } catch (error) {
    lock.release();
    throw error;
  }
}

function own(child: ChildProcess, connection: SocketConnection, lock: FileLock): EmbeddedPostgres {
  const exited = new Promise<string>((resolve) => {
    const settle = () => {
      lock.release();
      resolve(child.signalCode ? `it was ended by ${child.signalCode}` : `exit code ${child.exitCode}`);
    };
    if (hasEnded(child)) settle();
    else child.once('exit', settle);
  });
  return {
    connection,
    pid: child.pid ?? 0,
    exited,
    async stop(mode = 'fast') {
      child.kill(STOP_SIGNALS[mode]);
      const impatient = mode === 'fast' ? setTimeout(() => child.kill('SIGQUIT'), 30_000) : undefined;
      await exited;
      clearTimeout(impatient);
    },
  };
}

async function startUntilReady(
  binaries: string,
  places: ServerFolder,
  durable: boolean,
): Promise<ChildProcess> {
  const child = await startOnce(binaries, places, durable);
  if (await isReady(child, places.socket)) return child;
  throw explainFailure(places.data, readFileSync(places.log, 'utf8'));
}

async function startOnce(binaries: string, places: ServerFolder, durable: boolean): Promise<ChildProcess> {
  if (existsSync(places.log)) renameSync(places.log, `${places.log}.before`);
  const log = openSync(places.log, 'w', 0o600);
  const settings = [
    'listen_addresses=',
    'unix_socket_permissions=0700',
    'max_connections=200',
    'log_checkpoints=off',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off']),
  ];
  const args = ['-D', places.data, '-k', places.socket, ...settings.flatMap((setting) => ['-c', setting])];
  try {
    return await launch(binaries, 'postgres', args, ['ignore', log, log]);
  } finally {
    closeSync(log);
  }
}

async function isReady(child: ChildProcess, host: string): Promise<boolean> {
  while (!hasEnded(child)) {
    if (await answers({ host, database: 'postgres', user: SUPERUSER })) return true;
    await delay(20);
  }
  return false;
}

async function answers(connection: SocketConnection): Promise<boolean> {
  const sql = connect(connection, 1, 'start');
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end();
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function prepared(server: EmbeddedPostgres): Promise<EmbeddedPostgres> {
  try {
    await createMissingDatabase(server.connection);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function createMissingDatabase({ host, user, database }: SocketConnection): Promise<void> {
  const sql = connect({ host, user, database: 'postgres' }, 1, 'start');
  try {
    const found = await sql`select 1 from pg_database where datname = ${database}`;
    if (found.length === 0) await sql`create database ${sql(database)}`;
  } finally {
    await sql.end();
  }
}
