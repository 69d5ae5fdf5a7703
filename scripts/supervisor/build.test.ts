import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashSources, isBuilt } from './build.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fabric-build-'));
  for (const folder of ['app/fabrics', 'lib', '.next', 'docs'])
    mkdirSync(join(root, folder), { recursive: true });
  write('app/fabrics/page.tsx', 'one');
  write('package-lock.json', '{}');
});

afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  writeFileSync(join(root, path), text);
}

test.each([
  ['app/fabrics/page.tsx', 'two'],
  ['lib/new.ts', ''],
  ['package-lock.json', '{"a":1}'],
  ['next.config.js', 'export default {}'],
])('a change of %s asks for a build', (path, text) => {
  const before = hashSources(root);
  write(path, text);
  expect(hashSources(root)).not.toBe(before);
});

test.each(['lib/a.test.ts', 'lib/a.integration.test.ts', 'docs/a.md', 'tsconfig.json', '.next/trace'])(
  'a change of %s does not',
  (path) => {
    const before = hashSources(root);
    write(path, 'changed');
    expect(hashSources(root)).toBe(before);
  },
);

test('a file that moves asks for a build, although the contents are the same', () => {
  const before = hashSources(root);
  rmSync(join(root, 'app/fabrics/page.tsx'));
  write('app/page.tsx', 'one');
  expect(hashSources(root)).not.toBe(before);
});

test('built is what carries the stamp of these sources', () => {
  expect(isBuilt(root)).toBe(false);
  write('.next/sources.sha256', hashSources(root));
  expect(isBuilt(root)).toBe(true);
  write('lib/new.ts', '');
  expect(isBuilt(root)).toBe(false);
});
