import { expect, test } from 'vitest';
import { AppError } from '../lib/errors.ts';
import { databaseErrorCode, toDatabaseError } from './errors.ts';

function withCode(code: string, options?: ErrorOptions): Error {
  return Object.assign(new Error('foreign', options), { code });
}

test('the code is found behind the wrappers of Drizzle and of Node', () => {
  expect(databaseErrorCode(withCode('23505'))).toBe('23505');
  expect(databaseErrorCode(new Error('Failed query', { cause: withCode('40001') }))).toBe('40001');
  expect(databaseErrorCode(new AggregateError([withCode('ECONNREFUSED')]))).toBe('ECONNREFUSED');
  expect(databaseErrorCode(new Error('no code'))).toBeNull();
  expect(databaseErrorCode('text')).toBeNull();
});

test('being unable to ask the database is a failure of ours with a sentence', () => {
  const error = toDatabaseError(new Error('Failed query', { cause: withCode('57P03') }));
  expect(error).toMatchObject({
    code: 'database_unavailable',
    message: expect.stringContaining('starting or stopping'),
  });
});

test('an error of the query itself is not translated', () => {
  expect(toDatabaseError(withCode('23505'))).toBeNull();
  expect(toDatabaseError(new TypeError('a bug'))).toBeNull();
});

test('an error of ours stays as it is', () => {
  const error = new AppError('refused', 'No.');
  expect(toDatabaseError(error)).toBe(error);
});
