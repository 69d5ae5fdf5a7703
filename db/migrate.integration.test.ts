import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { connect, type RawSql } from './connect.ts';
import type { SocketConnection } from './connection.ts';
import { migrate } from './migrate.ts';

let server: RawSql;
let connection: SocketConnection;
let folder: string;

beforeAll(() => {
  server = connect({ ...inject('testTemplate'), database: 'postgres' }, 1, 'test');
});

afterAll(() => server.end());

beforeEach(async () => {
  connection = { ...inject('testTemplate'), database: `migrate_${crypto.randomUUID().slice(0, 8)}` };
  await server`create database ${server(connection.database)}`;
  folder = mkdtempSync(join(tmpdir(), 'fabric-drizzle-'));
  cpSync(join(import.meta.dirname, '..', 'drizzle'), folder, { recursive: true });
});

afterEach(async () => {
  await server`drop database ${server(connection.database)} with (force)`;
  rmSync(folder, { recursive: true });
});

async function query(text: string): Promise<Record<string, unknown>[]> {
  const sql = connect(connection, 1, 'test');
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end();
  }
}

function addMigration(tag: string, text: string): void {
  const file = join(folder, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(file, 'utf8'));
  const last = journal.entries.at(-1);
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag });
  writeFileSync(file, JSON.stringify(journal));
  writeFileSync(join(folder, `${tag}.sql`), text);
}

test('six processes that migrate at once apply every migration once', async () => {
  addMigration(
    '0900_counted',
    'create table if not exists counted (n int);\n--> statement-breakpoint\ninsert into counted values (1)',
  );
  await Promise.all(Array.from({ length: 6 }, () => migrate(connection, folder)));
  expect(await query('select count(*)::int as n from counted')).toEqual([{ n: 1 }]);
});

test('a database that is behind is brought up to date, and one that is current is left alone', async () => {
  await migrate(connection, folder);
  addMigration('0900_later', 'create table later (n int)');
  await migrate(connection, folder);
  await migrate(connection, folder);
  expect(await query('select count(*)::int as n from later')).toEqual([{ n: 0 }]);
});

test('a migration that fails leaves nothing behind, and can be mended', async () => {
  addMigration('0900_wrong', 'create table half (n int);\n--> statement-breakpoint\nselect 1/0');
  await expect(migrate(connection, folder)).rejects.toThrow();
  expect(await query(`select to_regclass('half') as half`)).toEqual([{ half: null }]);
  writeFileSync(join(folder, '0900_wrong.sql'), 'create table half (n int)');
  await migrate(connection, folder);
  expect(await query(`select to_regclass('half')::text as half`)).toEqual([{ half: 'half' }]);
});

test('a database that another version migrated further is refused, with its name', async () => {
  addMigration('0900_newer', 'create table newer (n int)');
  await migrate(connection, folder);
  await expect(migrate(connection)).rejects.toThrow(
    /newer or another version.*run that version.*embedded database/,
  );
});

test('a database that cannot be reached gives one clear sentence', async () => {
  await expect(migrate({ url: 'postgres://nobody@127.0.0.1:1/none' })).rejects.toMatchObject({
    code: 'database_unavailable',
    message: 'Database unavailable: the database does not answer. Is it running, and is DATABASE_URL right?',
  });
  await expect(migrate({ ...connection, database: 'missing' })).rejects.toThrow(
    /does not exist on that server/,
  );
  await expect(migrate({ ...connection, host: join(folder, 'nowhere') })).rejects.toThrow(
    /is not running. Run npm start/,
  );
});
