import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';

const importsOf = (file: string) => [
  ...readFileSync(file, 'utf8').matchAll(/^import (type )?([^;]*?) from '([^']+)';/gms),
];
const bindsValues = (typeOnly: string | undefined, names: string) =>
  typeOnly === undefined &&
  names
    .replace(/^\{|\}$/g, '')
    .split(',')
    .some((name) => !/^\s*(type\b|$)/.test(name));

test('no shape reaches the browser: a value from a module with zod would cost every page 30 kB', () => {
  const shapes = globSync('lib/contract/*.ts')
    .filter((file) => importsOf(file).some(([, , , from]) => from === 'zod'))
    .map((file) => `#lib/contract/${basename(file)}`);
  const clients = globSync('components/**/*.{ts,tsx}');
  const offenders = clients.flatMap((file) =>
    importsOf(file)
      .filter(([, typeOnly, names = '', from = '']) => shapes.includes(from) && bindsValues(typeOnly, names))
      .map(([, , , from]) => `${file} imports a value of ${from}`),
  );
  expect(shapes).toContain('#lib/contract/timeline.ts');
  expect(clients.length).toBeGreaterThan(50);
  expect(offenders).toEqual([]);
});
