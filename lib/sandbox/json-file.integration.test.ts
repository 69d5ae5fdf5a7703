import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readJsonFile, writeJsonFile } from './json-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'json-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('gives back what was written, and null for what was not', () => {
  const file = join(folder, 'deep', 'a.json');
  expect(readJsonFile(file)).toBeNull();
  writeJsonFile(file, { a: [1] });
  expect(readJsonFile(file)).toEqual({ a: [1] });
  writeJsonFile(file, { a: [2] });
  expect(readJsonFile(file)).toEqual({ a: [2] });
  expect(readdirSync(join(folder, 'deep'))).toEqual(['a.json']);
});

it('keeps the file to its owner: it may hold a token', () => {
  const file = join(folder, 'a.json');
  writeJsonFile(file, {});
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('names a damaged file', () => {
  const file = join(folder, 'a.json');
  writeFileSync(file, '{"a"');
  expect(() => readJsonFile(file)).toThrow(
    `${file} is damaged. Delete the sandbox's folder to start afresh.`,
  );
});
