import { afterEach, describe, expect, test, vi } from 'vitest';
import { getJson, ProblemError } from './get-json.ts';

afterEach(() => vi.unstubAllGlobals());

function answering(answer: () => Response | Promise<Response>) {
  vi.stubGlobal('fetch', async () => answer());
}

async function problemOf(question: Promise<unknown>) {
  const error = await question.catch((caught: unknown) => caught);
  if (!(error instanceof ProblemError)) throw new Error('it was no problem');
  return error.problem;
}

describe('asking', () => {
  test('gives the answer', async () => {
    answering(() => Response.json({ rows: [] }));
    expect(await getJson('/api/x')).toEqual({ rows: [] });
  });

  test('a problem keeps its code and its words', async () => {
    const problem = { code: 'not_found', number: 1002, message: 'There is no VPC/red.', details: {} };
    answering(() => Response.json(problem, { status: 404 }));
    expect(await problemOf(getJson('/api/x'))).toEqual(problem);
  });

  test('a page of a proxy instead of an answer is a server that does not answer', async () => {
    answering(() => new Response('<html>Bad gateway</html>', { status: 502 }));
    expect(await problemOf(getJson('/api/x'))).toMatchObject({ number: 5001, details: { status: '502' } });
  });

  test('so is an answer that breaks off', async () => {
    answering(() => new Response('{"rows": [', { status: 200 }));
    expect(await problemOf(getJson('/api/x'))).toMatchObject({ code: 'unreachable' });
  });

  test('and a connection that fails', async () => {
    answering(() => Promise.reject(new TypeError('fetch failed')));
    expect(await problemOf(getJson('/api/x'))).toMatchObject({ code: 'unreachable', number: 5001 });
  });

  test('a question that is called off is no problem', async () => {
    answering(() => Promise.reject(new DOMException('called off', 'AbortError')));
    await expect(getJson('/api/x')).rejects.toMatchObject({ name: 'AbortError' });
  });
});
