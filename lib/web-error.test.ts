import { DrizzleQueryError } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { AppError } from './errors.ts';
import { toWebError } from './web-error.ts';

const failed = (code: string) =>
  new DrizzleQueryError('select', [], Object.assign(new Error('no'), { code }));

test.each([
  ['a text with a NUL', failed('22021'), 'invalid_input'],
  ['a database that is away', failed('ECONNREFUSED'), 'database_unavailable'],
  ['a query that is wrong', failed('42703'), 'internal'],
  ['a failure of ours', new AppError('refused', 'Not now.'), 'refused'],
  ['anything else', 'a string', 'internal'],
])('%s', (_, error, code) => {
  expect(toWebError(error).code).toBe(code);
});
