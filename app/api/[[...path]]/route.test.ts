import { expect, test } from 'vitest';
import { Problem } from '#lib/contract/problem.ts';
import { GET } from './route.ts';

test('an API address that names nothing answers a problem with its stable code', async () => {
  const response = GET(new Request('http://127.0.0.1:3000/api/nothing?after=1'));
  expect(response.status).toBe(404);
  expect(Problem.parse(await response.json())).toEqual({
    code: 'not_found',
    number: 1002,
    message: 'There is nothing at /api/nothing.',
    details: {},
  });
});
