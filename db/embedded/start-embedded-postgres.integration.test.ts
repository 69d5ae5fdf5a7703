import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { connect } from '../connect.ts';
import type { SocketConnection } from '../connection.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start-embedded-postgres.ts';

let folder: string;
const started: EmbeddedPostgres[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fabric-server-'));
  chmodSync(folder, 0o711);
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(place = folder): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ folder: place, binariesParent: inject('testBinaries') });
  started.push(server);
  return server;
}

const ACTIVE_QUERIES = `select count(*) from pg_stat_activity where query like '%1e12%' and pid <> pg_backend_pid()`;

async function ask(connection: SocketConnection, query: string): Promise<string> {
  const sql = connect(connection, 1, 'test');
  try {
    const [row] = await sql.unsafe(query);
    return String(Object.values(row ?? { nothing: '' })[0]);
  } finally {
    await sql.end();
  }
}

// The command line of a process that ended is empty until its parent takes notice.
function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
}

/** Another process that runs the server of the folder. */
async function startElsewhere(path: string): Promise<{ runner: ChildProcess; pid: number }> {
  const script = join(import.meta.dirname, 'testing', 'run-server.ts');
  const runner = spawn(process.execPath, [script, folder, inject('testBinaries')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PATH: path },
  });
  const [line] = await once(createInterface(runner.stdout), 'line');
  return { runner, pid: Number(line) };
}

async function kill(runner: ChildProcess): Promise<void> {
  runner.kill('SIGKILL');
  await once(runner, 'exit');
}

test('serves UTF-8 on a socket that only its user can open, and keeps what was written', async () => {
  const first = await start();
  await ask(first.connection, `create table note as select 'größe' as text`);
  await first.stop();
  await expect(first.exited).resolves.toBe('exit code 0');

  const second = await start();

  expect(await ask(second.connection, 'select text from note')).toBe('größe');
  expect(await ask(second.connection, 'show server_encoding')).toBe('UTF8');
  expect(await ask(second.connection, 'show listen_addresses')).toBe('');
  expect(await ask(second.connection, 'show fsync')).toBe('on');
  expect(statSync(second.connection.host).mode & 0o777).toBe(0o700);
});

test('after kill -9 of the server the next start recovers every committed row', async () => {
  const first = await start();
  await ask(first.connection, 'create table note as select 1 as id');
  process.kill(first.pid, 'SIGKILL');
  await expect(first.exited).resolves.toBe('it was ended by SIGKILL');

  const second = await start();

  expect(await ask(second.connection, 'select count(*) from note')).toBe('1');
});

test('after kill -9 under load no process of the former server is left when the next one starts', async () => {
  const first = await start();
  const busy = connect(first.connection, 1, 'test');
  const [backend] = await busy`select pg_backend_pid() as pid`;
  const endless = busy`select count(*) from generate_series(1, 1e12)`.catch(() => {});
  await vi.waitUntil(async () => (await ask(first.connection, ACTIVE_QUERIES)) === '1');
  process.kill(first.pid, 'SIGKILL');
  await first.exited;

  const second = await start();

  expect(isAlive(Number(backend?.pid))).toBe(false);
  expect(await ask(second.connection, 'select 1')).toBe('1');
  await Promise.all([endless, busy.end({ timeout: 0 })]);
});

test('the server ends with the process that started it', async () => {
  const { runner, pid } = await startElsewhere(process.env.PATH ?? '');
  expect(isAlive(pid)).toBe(true);
  await kill(runner);
  await vi.waitUntil(() => !isAlive(pid), { timeout: 20_000 });
});

test('a server that outlived its killed parent is ended and replaced', async () => {
  const { runner, pid } = await startElsewhere('/nonexistent');
  await kill(runner);
  expect(isAlive(pid)).toBe(true);

  const server = await start();

  expect(isAlive(pid)).toBe(false);
  expect(await ask(server.connection, 'select 1')).toBe('1');
});

test('the claim of a former server does not count when another program has its process id', async () => {
  const first = await start();
  const claim = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8');
  await first.stop();
  writeFileSync(join(folder, 'data', 'postmaster.pid'), claim.replace(/^\d+/, String(process.pid)));

  const second = await start();

  expect(await ask(second.connection, 'select 1')).toBe('1');
});

test('a second start of the same folder is refused while the first runs, and free after it', async () => {
  const first = await start();
  await expect(
    startEmbeddedPostgres({ folder, binariesParent: inject('testBinaries') }),
  ).rejects.toMatchObject({ code: 'conflict' });
  await first.stop();
  expect(await ask((await start()).connection, 'select 1')).toBe('1');
});

test('an initialisation that was interrupted is done again', async () => {
  mkdirSync(join(folder, 'data.partial'));
  writeFileSync(join(folder, 'data.partial', 'PG_VERSION'), '18');
  expect(await ask((await start()).connection, 'select 1')).toBe('1');
});

test('a smart stop lets the work of others end', async () => {
  const server = await start();
  const sql = connect(server.connection, 1, 'test');
  await sql`select 1`;
  const stopping = server.stop('smart');
  await vi.waitUntil(
    async () => (await ask(server.connection, 'select 1').catch(() => 'refused')) === 'refused',
  );
  const [row] = await sql`select 2 as answer`;
  await sql.end();
  await stopping;
  expect(row?.answer).toBe(2);
});

test('a folder with a path too long for a socket works all the same', async () => {
  const deep = join(folder, 'a'.repeat(60), 'b'.repeat(60));
  const server = await start(deep);
  expect(server.connection.host.startsWith(deep)).toBe(false);
  expect(await ask(server.connection, 'select 1')).toBe('1');
});

test('data of another major version is refused with the way out', async () => {
  const server = await start();
  await server.stop();
  writeFileSync(join(folder, 'data', 'PG_VERSION'), '17\n');
  await expect(startEmbeddedPostgres({ folder, binariesParent: inject('testBinaries') })).rejects.toThrow(
    /is of PostgreSQL 17, this version brings 18/,
  );
});

test('damaged data is refused with the reason that the server gave', async () => {
  const server = await start();
  await server.stop();
  rmSync(join(folder, 'data', 'global', 'pg_control'));
  await expect(startEmbeddedPostgres({ folder, binariesParent: inject('testBinaries') })).rejects.toThrow(
    /did not start: .*pg_control/s,
  );
});
