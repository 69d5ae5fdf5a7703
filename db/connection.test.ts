import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectionFromEnv, describeConnection, findSocketConnection, socketFile } from './connection.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fabric-connection-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

test('the running server is found by the file it left, and by nothing else', () => {
  expect(findSocketConnection(folder)).toBeNull();
  writeFileSync(socketFile(folder), '{"host":');
  expect(findSocketConnection(folder)).toBeNull();
  writeFileSync(socketFile(folder), '{"host":"/run/x","database":"fabric","user":"postgres"}');
  expect(findSocketConnection(folder)).toEqual({ host: '/run/x', database: 'fabric', user: 'postgres' });
});

test('DATABASE_URL comes before a running server, and without both the next step is named', () => {
  writeFileSync(socketFile(folder), '{"host":"/run/x","database":"fabric","user":"postgres"}');
  const databaseUrl = 'postgres://ann@db.example/fabric';
  expect(connectionFromEnv({ databaseUrl, dataDirectory: folder })).toEqual({ url: databaseUrl });
  expect(connectionFromEnv({ databaseUrl: undefined, dataDirectory: folder })).toHaveProperty(
    'host',
    '/run/x',
  );
  const nowhere = () => connectionFromEnv({ databaseUrl: undefined, dataDirectory: join(folder, 'empty') });
  expect(nowhere).toThrow(/nothing runs beside .*empty. Run npm start first, or set DATABASE_URL/);
});

test('a description never holds the password', () => {
  expect(describeConnection({ url: 'postgres://ann:hunter2@db.example:6432/fabric' })).toBe(
    'db.example:6432/fabric',
  );
  expect(describeConnection({ url: 'postgres:///fabric?user=ann' })).toBe('localhost/fabric');
  expect(describeConnection({ host: '/run/x', database: 'fabric', user: 'postgres' })).toContain('/run/x');
});
