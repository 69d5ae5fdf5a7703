import { describe, expect, test } from 'vitest';
import { DIRECTIONS } from './directions.ts';
import { findViolations, type Import } from './find-violations.ts';

function judge(from: string, to: string, kind: Import['kind'] = 'file'): string | undefined {
  return findViolations([{ from, to, kind }])[0];
}

const folders = Object.keys(DIRECTIONS);

test('between any two folders an import is allowed exactly when the table says so', () => {
  for (const from of folders) {
    const row = DIRECTIONS[from] ?? [];
    const allowed = folders.filter(
      (to) => to === from || row.includes(to) || (row.includes('lib/*') && to.startsWith('lib/')),
    );
    expect(folders.filter((to) => judge(`${from}/a.ts`, `${to}/b.ts`) === undefined)).toEqual(allowed);
  }
});

test('the web process can neither run git nor call a cluster', () => {
  for (const from of [
    'app/page.tsx',
    'lib/actions/a.ts',
    'lib/services/x/a.ts',
    'lib/views/a.ts',
    'components/a.tsx',
  ]) {
    expect(judge(from, 'lib/git/fetch.ts')).toMatch(/may not import lib\/git/);
    expect(judge(from, 'lib/kubernetes/apply.ts')).toMatch(/may not import lib\/kubernetes/);
    expect(judge(from, 'simple-git', 'package')).toMatch(/only lib\/git may/);
    expect(judge(from, '@kubernetes/client-node/dist/x.js', 'package')).toMatch(/only lib\/kubernetes may/);
  }
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
    ['components/a.tsx', 'react', 'package'],
    ['lib/git/a.ts', 'node:fs', 'builtin'],
    ['scripts/a.ts', 'simple-git', 'package'],
  ] as const)('%s may import %s', (from, to, kind) => {
    expect(judge(from, to, kind)).toBeUndefined();
  });
});

test('tests may import anything, and only tests what is for tests', () => {
  expect(judge('lib/domain/a.test.ts', 'db/testing/create-test-database.ts')).toBeUndefined();
  expect(judge('lib/git/testing/origin.ts', 'lib/sandbox/seed.ts')).toBeUndefined();
  expect(judge('e2e/a.spec.ts', 'db/client.ts')).toBeUndefined();
  expect(judge('lib/services/a.ts', 'db/testing/create-test-database.ts')).toMatch(/only tests/);
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

test('what cannot be found is never allowed; files at the top configure tools', () => {
  expect(judge('app/a.ts', '#lib/gone.ts', 'unresolved')).toMatch(/no such file/);
  expect(judge('next.config.js', 'lib/env.ts')).toBeUndefined();
});
