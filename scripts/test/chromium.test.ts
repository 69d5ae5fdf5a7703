import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from './chromium.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fabric-chromium-'));
  for (const name of ['first', 'second']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'first', 'chromium'), '', { mode: 0o644 });
  writeFileSync(join(folder, 'second', 'chromium'), '', { mode: 0o755 });
});

afterAll(() => rmSync(folder, { recursive: true }));

test('the first program of that name on the PATH is taken', () => {
  const PATH = `${join(folder, 'first')}:${join(folder, 'second')}`;
  expect(findChromium({ NODE_ENV: 'test', PATH })).toBe(join(folder, 'second', 'chromium'));
});

test('CHROMIUM_PATH wins, and a wrong one is not passed over in silence', () => {
  const PATH = join(folder, 'second');
  const own = join(folder, 'second', 'chromium');
  expect(findChromium({ NODE_ENV: 'test', PATH: '', CHROMIUM_PATH: own })).toBe(own);
  expect(
    findChromium({ NODE_ENV: 'test', PATH, CHROMIUM_PATH: join(folder, 'first', 'chromium') }),
  ).toBeNull();
});
