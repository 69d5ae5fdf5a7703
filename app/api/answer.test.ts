import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { HTTP_STATUS, Problem } from '#lib/contract/problem.ts';
import { AppError, ERROR_CODES, type ErrorCode } from '#lib/errors.ts';
import { answer } from './answer.ts';
import { fabricIdOf, resourceOf } from './fabric-of.ts';

beforeEach(() => vi.stubEnv('LOG_LEVEL', 'silent'));
afterEach(() => vi.unstubAllEnvs());

const failing = (error: unknown) =>
  answer(() => {
    throw error;
  });

describe('a question over HTTP', () => {
  test('is answered as JSON that nobody may keep', async () => {
    const response = await answer(async () => ({ rows: [] }));
    expect(await response.json()).toEqual({ rows: [] });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test.each(Object.keys(ERROR_CODES) as ErrorCode[])(
    'that fails with %s has its status, code and number',
    async (code) => {
      const response = await failing(
        new AppError(code, 'It did not work.', { details: { fabric: 'fra-1' } }),
      );
      const problem = Problem.parse(await response.json());
      expect(response.status).toBe(HTTP_STATUS[code]);
      expect(problem).toMatchObject({ code, number: ERROR_CODES[code], details: { fabric: 'fra-1' } });
      expect(problem.message === 'It did not work.').toBe(code !== 'internal');
    },
  );

  test('that no database can answer says so and what to do', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const problem = Problem.parse(await (await failing(refused)).json());
    expect(problem).toMatchObject({ number: 4001, message: expect.stringContaining('Is it running') });
  });

  test('that breaks inside tells nothing of the inside', async () => {
    const response = await failing(new Error('password=hunter2 in select * from people'));
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toContain('hunter2');
    expect(text).toContain('9001');
  });
});

describe('what an address names', () => {
  test('a fabric by its id, or none', () => {
    const id = '4a1d8f0e-6a53-4f0e-9d33-2b1c0d9e8f70';
    expect(fabricIdOf(id)).toBe(id);
    for (const text of ['', 'fra-1', `${id}'`, id.toUpperCase()]) {
      expect(() => fabricIdOf(text)).toThrow(expect.objectContaining({ code: 'not_found' }));
    }
  });

  test('a resource by its four parts, or none', () => {
    expect(resourceOf(['-', 'ConfigMap', 'default', 'a'])).toMatchObject({ group: '', name: 'a' });
    expect(() => resourceOf(['a'])).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});
