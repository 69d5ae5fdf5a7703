import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addHold, isHeld, readHolds, releaseHold } from './holds.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holds-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const web = { group: 'vpc.githedgehog.com', kind: 'VPC', namespace: 'default', name: 'web' };
const hold = (manifest: string | null) => ({ kind: 'VPC', namespace: 'default', name: 'web', manifest });

it('remembers holds until they are released', () => {
  expect(readHolds(folder)).toEqual([]);
  addHold(folder, hold('h1'));
  addHold(folder, { ...hold(null), name: 'db' });
  addHold(folder, hold(null));
  expect(readHolds(folder)).toEqual([{ ...hold(null), name: 'db' }, hold(null)]);
  expect(releaseHold(folder, web)).toBe(true);
  expect(releaseHold(folder, web)).toBe(false);
  expect(readHolds(folder).map(({ name }) => name)).toEqual(['db']);
});

it.each([
  [null, 'h1', true],
  [null, null, true],
  ['h1', 'h1', true],
  ['h1', 'h2', false],
  ['h1', null, false],
])('a hold of %j holds %j: %s', (held, manifest, holds) => {
  expect(isHeld([hold(held)], web, manifest)).toBe(holds);
  expect(isHeld([hold(held)], { ...web, name: 'db' }, manifest)).toBe(false);
  expect(isHeld([hold(held)], { ...web, kind: 'External' }, manifest)).toBe(false);
});

it('names a damaged file', () => {
  writeFileSync(join(folder, 'holds.json'), '[{');
  expect(() => readHolds(folder)).toThrow(/holds\.json is damaged/);
});
