import { describe, expect, test } from 'vitest';
import { DIRECTIONS } from './directions.ts';
import { findViolations, type Import } from './find-violations.ts';

function judge(from: string, to: string, kind: Import['kind'] = 'file'): string | undefined {
  return findViolations([{ from, to, kind }])[0];
}

const rows = Object.keys(DIRECTIONS);

/** A file of a row, which may be a file itself. */
function fileOf(row: string): string {
  return row.endsWith('.ts') ? row : `${row}/file.ts`;
}

test('between any two rows an import is allowed exactly when the table says so', () => {
  for (const from of rows) {
    const allowed = rows.filter((to) => to === from || DIRECTIONS[from]?.includes(to));
    expect(rows.filter((to) => judge(fileOf(from), fileOf(to)) === undefined)).toEqual(allowed);
  }
});

test('the web process can neither run git nor call a cluster', () => {
  const web = [
    'app/page.tsx',
    'lib/actions/a.ts',
    'lib/services/x/a.ts',
    'lib/views/a.ts',
    'components/a.tsx',
  ];
  for (const from of web) {
    expect(judge(from, 'lib/git/fetch.ts')).toMatch(/may not import lib\/git$/);
    expect(judge(from, 'lib/kubernetes/apply.ts')).toMatch(/may not import lib\/kubernetes$/);
    expect(judge(from, 'simple-git', 'package')).toMatch(/only lib\/git may/);
    expect(judge(from, '@kubernetes/client-node/dist/x.js', 'package')).toMatch(/only lib\/kubernetes may/);
  }
});

test('the longest row counts: what reads text in lib/git is open to services, and cannot run git', () => {
  expect(judge('lib/services/draft/a.ts', 'lib/git/yaml/read-manifests.ts')).toBeUndefined();
  expect(judge('lib/git/a.ts', 'lib/git/yaml/b.ts')).toBeUndefined();
  expect(judge('lib/git/yaml/a.ts', 'lib/git/run-git.ts')).toMatch(/lib\/git\/yaml may not import lib\/git$/);
  expect(judge('lib/git/yaml/a.ts', 'simple-git', 'package')).toMatch(/only lib\/git may/);
});

describe('packages and built-in modules', () => {
  test.each([
    ['lib/domain/a.ts', 'zod', 'package', /imports no package/],
    ['lib/domain/a.ts', 'node:crypto', 'builtin', /runs in browsers too/],
    ['components/a.tsx', 'fs', 'builtin', /runs in browsers too/],
    ['lib/worker/a.ts', 'drizzle-orm/pg-core', 'package', /only db, lib\/services, lib\/views may/],
    ['app/a.ts', 'next-auth/react', 'package', /only lib\/auth may/],
    ['lib/live/a.ts', 'postgres', 'package', /only db may/],
  ] as const)('%s may not import %s', (from, to, kind, problem) => {
    expect(judge(from, to, kind)).toMatch(problem);
  });

  test.each([
    ['lib/views/a.ts', 'drizzle-orm', 'package'],
    ['lib/git/yaml/a.ts', 'js-yaml', 'package'],
    ['components/a.tsx', 'react', 'package'],
    ['lib/git/a.ts', 'node:fs', 'builtin'],
    ['scripts/a.ts', 'simple-git', 'package'],
  ] as const)('%s may import %s', (from, to, kind) => {
    expect(judge(from, to, kind)).toBeUndefined();
  });
});

test('tests may import anything, and only tests and scripts what is for tests', () => {
  const forTests = 'db/testing/create-test-database.ts';
  expect(judge('lib/domain/a.test.ts', forTests)).toBeUndefined();
  expect(judge('lib/git/testing/origin.ts', 'lib/sandbox/seed.ts')).toBeUndefined();
  expect(judge('e2e/a.spec.ts', 'db/client.ts')).toBeUndefined();
  expect(judge('scripts/bench/a.ts', forTests)).toBeUndefined();
  expect(judge('lib/services/a.ts', forTests)).toMatch(/only tests/);
});

test('a folder that the table does not know is forbidden on either side', () => {
  expect(judge('lib/helpers/a.ts', 'lib/domain/b.ts')).toMatch(/no row in the table/);
  expect(judge('lib/domain/a.ts', 'lib/helpers/b.ts')).toMatch(/no row in the table/);
  expect(judge('server/a.ts', 'zod', 'package')).toMatch(/no row in the table/);
});

test('one named file may be opened where its folder is not', () => {
  expect(judge('lib/contract/a.ts', 'lib/errors.ts')).toBeUndefined();
  expect(judge('lib/contract/a.ts', 'lib/env.ts')).toMatch(/may not import lib$/);
});

test('scripts may import everything and nobody them; files at the top configure tools', () => {
  expect(judge('scripts/a.ts', 'lib/git/fetch.ts')).toBeUndefined();
  expect(judge('lib/worker/a.ts', 'scripts/start.ts')).toMatch(/may not import that/);
  expect(judge('next.config.js', 'lib/env.ts')).toBeUndefined();
});

test('what cannot be found is never allowed', () => {
  expect(judge('app/a.ts', '#lib/gone.ts', 'unresolved')).toMatch(/no such file/);
  expect(judge('scripts/a.ts', 'left-pad', 'unresolved')).toMatch(/no such file/);
});
