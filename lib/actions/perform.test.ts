import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { AppError } from '#lib/errors.ts';
import { parse } from './parse.ts';
import { perform } from './perform.ts';
import { identityOf, ResourceInput } from './resource-input.ts';

beforeEach(() => vi.stubEnv('LOG_LEVEL', 'silent'));
afterEach(() => vi.unstubAllEnvs());

describe('a verb of a person', () => {
  test('answers what it came to', async () => {
    expect(await perform(async () => 'done')).toEqual({ ok: true, value: 'done' });
  });

  test('that is refused answers the refusal, with its code and number', async () => {
    const refused = () =>
      Promise.reject(new AppError('refused', 'there is no draft', { details: { state: 'SYNCED' } }));
    expect(await perform(refused)).toEqual({
      ok: false,
      problem: { code: 'refused', number: 1005, message: 'there is no draft', details: { state: 'SYNCED' } },
    });
  });

  test('that breaks tells nothing of the inside', async () => {
    const result = await perform(() => Promise.reject(new Error('password=hunter2')));
    expect(result).toMatchObject({ ok: false, problem: { code: 'internal', number: 9001 } });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});

describe('what a browser sends', () => {
  const resource = {
    fabricId: '4a1d8f0e-6a53-4f0e-9d33-2b1c0d9e8f70',
    group: '',
    kind: 'VPC',
    namespace: 'default',
    name: 'red',
  };

  test('is read, and what it does not know is left out', () => {
    expect(parse(ResourceInput, { ...resource, admin: true })).toEqual(resource);
    expect(identityOf(resource)).toEqual({ group: '', kind: 'VPC', namespace: 'default', name: 'red' });
  });

  test.each([
    ['fabricId', { ...resource, fabricId: 'fra-1' }],
    ['name', { ...resource, name: '' }],
    ['kind', { ...resource, kind: 7 }],
    ['name', { ...resource, name: 'x'.repeat(254) }],
  ])('is refused by the name of what is wrong: %s', (name, input) => {
    expect(() => parse(ResourceInput, input)).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining(name) }),
    );
  });

  test('that is nothing at all is refused too', () => {
    expect(() => parse(z.object({}), null)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});
