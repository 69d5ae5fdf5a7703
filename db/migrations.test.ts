import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findMigrationProblem, readMigrations } from './migrations.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fabric-migrations-'));
  mkdirSync(join(folder, 'meta'));
  for (const tag of ['0000_a', '0001_b']) writeFileSync(join(folder, `${tag}.sql`), `select '${tag}'`);
});

afterAll(() => rmSync(folder, { recursive: true }));

function writeJournal(...entries: readonly { idx: number; when: number; tag: string }[]): void {
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ entries }));
}

describe('readMigrations', () => {
  test('gives every migration with the hash of its SQL', () => {
    writeJournal({ idx: 0, when: 10, tag: '0000_a' }, { idx: 1, when: 20, tag: '0001_b' });
    const [first, second] = readMigrations(folder);
    expect(first).toMatchObject({ tag: '0000_a', when: 10 });
    expect(first?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(second?.hash).not.toBe(first?.hash);
  });

  test.each([
    ['an earlier moment than the one before', { idx: 1, when: 5, tag: '0001_b' }],
    ['the same moment as the one before', { idx: 1, when: 10, tag: '0001_b' }],
    ['a gap in the numbers', { idx: 2, when: 20, tag: '0001_b' }],
  ])('refuses a journal with %s', (_, second) => {
    writeJournal({ idx: 0, when: 10, tag: '0000_a' }, second);
    expect(() => readMigrations(folder)).toThrow(
      /out of order at 0001_b: delete that migration and generate it again/,
    );
  });

  test('the journal of this project is in order', () => {
    expect(readMigrations(join(import.meta.dirname, '..', 'drizzle')).length).toBeGreaterThan(0);
  });
});

describe('findMigrationProblem', () => {
  const migrations = [
    { tag: '0000_a', when: 10, hash: 'a' },
    { tag: '0001_b', when: 20, hash: 'b' },
    { tag: '0002_c', when: 30, hash: 'c' },
  ];

  test.each([
    ['an empty database', []],
    ['one that is behind', [{ when: 10, hash: 'a' }]],
    ['one that is current', migrations],
  ])('finds none with %s', (_, applied) => {
    expect(findMigrationProblem(migrations, applied)).toBeNull();
  });

  test.each([
    ['was migrated by a newer version', [...migrations, { when: 40, hash: 'd' }], /newer or another version/],
    [
      'lacks one in the middle, which Drizzle would skip',
      [migrations[0], migrations[2]],
      /0001_b is older than one/,
    ],
    ['applied another text', [{ when: 10, hash: 'x' }], /0000_a was changed after/],
  ])('says so when the database %s', (_, applied, problem) => {
    expect(
      findMigrationProblem(
        migrations,
        applied.filter((one) => one !== undefined),
      ),
    ).toMatch(problem);
  });
});
