import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { locateServer } from './server-location.ts';
import { canReach, serverUser } from './server-user.ts';

const isRoot = process.getuid?.() === 0;
let parent: string;
let dataDirectory: string;
let elsewhere: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'fabric-location-'));
  chmodSync(parent, 0o711);
  dataDirectory = join(parent, 'private', '.data');
  elsewhere = join(parent, 'elsewhere');
  mkdirSync(dataDirectory, { recursive: true });
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

test('the server lives in the data folder when its user can get there', () => {
  expect(locateServer(dataDirectory, elsewhere)).toBe(join(dataDirectory, 'postgres'));
});

test('below a private folder, the server of root lives elsewhere and is found again; that of a user does not', () => {
  chmodSync(join(parent, 'private'), 0o700);
  const place = locateServer(dataDirectory, elsewhere);
  const user = serverUser();

  expect(place.startsWith(isRoot ? elsewhere : dataDirectory)).toBe(true);
  expect(user === null || canReach(place, user)).toBe(true);
  chmodSync(join(parent, 'private'), 0o755);
  expect(locateServer(dataDirectory, elsewhere)).toBe(place);
});

test('two installations do not share a place elsewhere', () => {
  chmodSync(join(parent, 'private'), 0o700);
  const other = join(parent, 'private', 'other');
  mkdirSync(other);
  expect(locateServer(other, elsewhere)).not.toBe(locateServer(dataDirectory, elsewhere));
});

test.runIf(isRoot)('a place elsewhere that is gone is not replaced by an empty database in silence', () => {
  chmodSync(join(parent, 'private'), 0o700);
  rmSync(locateServer(dataDirectory, elsewhere), { recursive: true });
  expect(() => locateServer(dataDirectory, elsewhere)).toThrow(
    /which is gone: restore it, or delete .*postgres-location/,
  );
});

test('a folder is within reach only when every folder above it can be entered', () => {
  const stranger = { uid: 54321, gid: 54321 };
  const file = join(parent, 'private', '.data');
  expect(canReach(file, stranger)).toBe(true);
  expect(canReach(join(file, 'not', 'there', 'yet'), stranger)).toBe(true);
  chmodSync(join(parent, 'private'), 0o744);
  expect(canReach(file, stranger)).toBe(false);
  expect(canReach(file, { uid: process.getuid?.() ?? 0, gid: 0 })).toBe(true);
});
