import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseEnvironment } from './env.ts';

test('everything has a default', () => {
  expect(parseEnvironment({})).toEqual({
    databaseUrl: undefined,
    dataDirectory: resolve('.data'),
    port: 3000,
    logLevel: 'info',
    sandbox: true,
    sandboxDirectory: resolve('.data/sandbox'),
    appSecret: undefined,
  });
});

test('an empty variable is an unset one', () => {
  expect(parseEnvironment({ PORT: '', DATABASE_URL: '', APP_SECRET: '' })).toEqual(parseEnvironment({}));
});

test('the sandbox comes with the embedded database unless told otherwise', () => {
  const DATABASE_URL = 'postgres://ann@db.example/fabric';
  expect(parseEnvironment({ DATABASE_URL }).sandbox).toBe(false);
  expect(parseEnvironment({ DATABASE_URL, SANDBOX: 'on' }).sandbox).toBe(true);
  expect(parseEnvironment({ SANDBOX: 'off' }).sandbox).toBe(false);
});

test('the sandbox lives in the data folder unless it has one of its own', () => {
  expect(parseEnvironment({ DATA_DIR: '/srv/fabric' }).sandboxDirectory).toBe('/srv/fabric/sandbox');
  expect(parseEnvironment({ DATA_DIR: '/srv/fabric', SANDBOX_DIR: '/tmp/box' }).sandboxDirectory).toBe(
    '/tmp/box',
  );
});

test.each([
  [{ PORT: 'http' }, /PORT must be a port number/],
  [{ PORT: '0' }, /PORT must be at least 1/],
  [{ PORT: '70000' }, /PORT must be at most 65535/],
  [{ PORT: '3000.5' }, /PORT must be a port number/],
  [{ DATABASE_URL: 'mysql://db' }, /DATABASE_URL must look like postgres:\/\//],
  [{ DATABASE_URL: 'db.example' }, /DATABASE_URL must look like postgres:\/\//],
  [{ APP_SECRET: 'short' }, /APP_SECRET must have at least 32 characters/],
  [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL must be one of trace, debug/],
  [{ SANDBOX: 'yes' }, /SANDBOX must be on or off/],
])('%o is refused with the name and the rule', (variables, message) => {
  expect(() => parseEnvironment(variables)).toThrow(message);
});

test('all mistakes are named at once, and no value is', () => {
  const parse = () => parseEnvironment({ PORT: 'x', APP_SECRET: 'hunter2' });
  expect(parse).toThrow(/PORT .*; APP_SECRET/);
  expect(parse).not.toThrow(/hunter2/);
});
