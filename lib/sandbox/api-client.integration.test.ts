import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiRefusal, callApi, requireApi } from './api-client.ts';
import { type SandboxApiServer, startSandboxApiServer } from './api-server/start.ts';
import { SHELF_DEFINITION, SHELVES, shelf } from './testing/contract-objects.ts';

let server: SandboxApiServer;
beforeAll(async () => {
  server = await startSandboxApiServer({ directory: null, crds: [SHELF_DEFINITION] });
});
afterAll(() => server.stop());

describe('callApi', () => {
  it('gives every answer, with its warnings', async () => {
    const warned = await callApi(server, 'POST', SHELVES, {
      body: shelf('a', { 'odd "field"': 1, other: 2 }),
    });
    expect(warned).toMatchObject({
      status: 201,
      warnings: ['unknown field "spec.odd "field""', 'unknown field "spec.other"'],
    });
    expect(await callApi(server, 'GET', `${SHELVES}/none`)).toMatchObject({ status: 404, warnings: [] });
    expect(await callApi(server, 'GET', '/readyz')).toMatchObject({ body: { text: 'ok' } });
  });

  it('says who does not answer', async () => {
    const away = { url: 'http://127.0.0.1:1', token: '' };
    const refusal = callApi(away, 'GET', '/');
    await expect(refusal).rejects.toThrow('http://127.0.0.1:1 does not answer. Is the sandbox running?');
    await expect(refusal).rejects.toHaveProperty('cause.code', 'ECONNREFUSED');
  });

  it('names the writer by program', async () => {
    const body = shelf('by', { aisle: 'east' });
    const reply = await callApi(server, 'POST', SHELVES, { body, userAgent: 'somebody/2.0 (test)' });
    expect(JSON.stringify(reply.body)).toContain('"manager":"somebody"');
  });
});

describe('requireApi', () => {
  it('throws what the server says', async () => {
    const refusal = requireApi(server, 'GET', `${SHELVES}/none`);
    await expect(refusal).rejects.toBeInstanceOf(ApiRefusal);
    await expect(refusal).rejects.toThrow(`GET ${SHELVES}/none: shelves.depot.example.org "none" not found`);
    await expect(refusal).rejects.toHaveProperty('reply.status', 404);
  });
});
