import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Environment, parseEnvironment } from './env.ts';
import { readSecretKey } from './secret-key.ts';

let environment: Environment;

beforeEach(() => {
  environment = parseEnvironment({ DATA_DIR: mkdtempSync(join(tmpdir(), 'fabric-secret-')) });
});

afterEach(() => rmSync(environment.dataDirectory, { recursive: true }));

test('a key is generated once and only its owner can read it', () => {
  const key = readSecretKey(environment);
  expect(key).toMatch(/^[\w-]{43}$/);
  expect(readSecretKey(environment)).toBe(key);
  expect(statSync(join(environment.dataDirectory, 'secret.key')).mode & 0o777).toBe(0o600);
});

test('two installations have different keys', () => {
  const first = readSecretKey(environment);
  rmSync(join(environment.dataDirectory, 'secret.key'));
  expect(readSecretKey(environment)).not.toBe(first);
});

test('APP_SECRET wins', () => {
  const appSecret = 'x'.repeat(32);
  expect(readSecretKey({ ...environment, appSecret })).toBe(appSecret);
});

test('a damaged key is not replaced: what it sealed would be lost', () => {
  writeFileSync(join(environment.dataDirectory, 'secret.key'), 'half\n');
  expect(() => readSecretKey(environment)).toThrow(/is damaged: restore it from a backup/);
});
