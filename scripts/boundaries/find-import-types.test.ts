import { expect, test } from 'vitest';
import { findImportTypes } from './find-import-types.ts';

// Put together here, so that this file does not hold what it looks for.
const load = (path: string) => `import('${path}')`;

test.each([
  ['#lib/git/run-git.ts', (from: string) => `type X = ${load(from)}.Run;`],
  ['../a.ts', (from: string) => `const x: ${load(from)}.Thing | null = null;`],
  ['./b.ts', (from: string) => `function f(a: ${load(from)}\n  .Thing): void {}`],
])('a type of %s that is named in place is found', (from, write) => {
  expect(findImportTypes('lib/domain/a.ts', write(from))).toEqual([
    `lib/domain/a.ts names a type of ${from} in place: write import type instead`,
  ]);
});

test('modules that are loaded when needed are none of its business', () => {
  const text = `const a = await ${load('./a.ts')}; dynamic(() => ${load('./b.tsx')}.then((module) => module.Sheet));`;
  expect(findImportTypes('a.ts', text)).toEqual([]);
});

test('comments that give plain JavaScript its types may', () => {
  expect(findImportTypes('next.config.js', `/** @type {${load('next')}.NextConfig} */`)).toEqual([]);
});
