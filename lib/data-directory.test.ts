import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDataDirectory } from './data-directory.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fabric-directory-'));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

test('a missing folder is made for its owner only, and recognised the next time', () => {
  const path = join(folder, 'a', '.data');
  openDataDirectory(path);
  writeFileSync(join(path, 'anything'), '');
  openDataDirectory(path);
  expect(statSync(path).mode & 0o066).toBe(0);
});

test('a folder with files of another program is refused and left as it was', () => {
  writeFileSync(join(folder, 'photos.zip'), '');
  expect(() => openDataDirectory(folder)).toThrow(
    /holds files that are not of this program \(photos.zip\): move it away, or set DATA_DIR/,
  );
  expect(readdirSync(folder)).toEqual(['photos.zip']);
});

test('what parts of this program made on their own is not foreign', () => {
  mkdirSync(join(folder, 'sandbox'));
  openDataDirectory(folder);
  expect(readdirSync(folder)).toContain('fabric-lifecycle.json');
});

test.each([
  [
    '{"product":"fabric-lifecycle","format":2}',
    /another version \(format 2, this one reads 1\): use that version/,
  ],
  ['{"product":"other"}', /has a damaged fabric-lifecycle.json/],
  ['{"prod', /has a damaged fabric-lifecycle.json/],
])('the mark %s is refused', (mark, message) => {
  writeFileSync(join(folder, 'fabric-lifecycle.json'), mark);
  expect(() => openDataDirectory(folder)).toThrow(message);
});

test('a path that is no folder is refused', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => openDataDirectory(join(folder, 'file'))).toThrow(
    /cannot be made \(EEXIST\): make it yourself, or set DATA_DIR/,
  );
});

test('a folder of another user is refused', () => {
  vi.spyOn(process, 'getuid').mockReturnValue(4321);
  expect(() => openDataDirectory(folder)).toThrow(
    /belongs to another user \(uid \d+, you are 4321\): run as that user/,
  );
});
