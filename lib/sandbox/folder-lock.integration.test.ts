import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  file = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('is held by one, and free again when released', () => {
  const lock = lockFolder(file);
  expect(() => lockFolder(file)).toThrow(
    new RegExp(`process ${process.pid} already runs this sandbox. Stop it, or choose another folder.`),
  );
  lock.release();
  expect(existsSync(file)).toBe(false);
  lockFolder(file).release();
});

it('leaves no other file behind', () => {
  const lock = lockFolder(file);
  expect(readdirSync(folder)).toEqual(['lock']);
  expect(() => lockFolder(file)).toThrow();
  expect(readdirSync(folder)).toEqual(['lock']);
  lock.release();
});

it('is taken over from a process that is gone', () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  writeFileSync(file, `${gone} 12345\n`);
  lockFolder(file).release();
});

it.runIf(process.platform === 'linux')('is taken over when its id belongs to another process by now', () => {
  writeFileSync(file, `${process.pid} 1\n`);
  lockFolder(file).release();
});

it.each(['', 'nonsense\n'])('is taken over from a file that says %j', (text) => {
  writeFileSync(file, text);
  lockFolder(file).release();
});

it('fails when the folder is missing', () => {
  expect(() => lockFolder(join(folder, 'nowhere', 'lock'))).toThrow('ENOENT');
});
