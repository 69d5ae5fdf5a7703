import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#lib/errors.ts';
import { type ClusterTransport, createTransport } from './cluster-transport.ts';
import { parseKubeconfig } from './parse-kubeconfig.ts';
import { ManualTiming } from './testing/manual-timing.ts';
import {
  answer,
  refusal,
  type Script,
  type ScriptedServer,
  startScriptedServer,
} from './testing/scripted-server.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const ok: Script = (_, response) => answer(response, 200, '{"a":"ü"}');
const get = (path: string) => ({ method: 'GET', path }) as const;

describe('createTransport', () => {
  const timing = new ManualTiming();
  let server: ScriptedServer;
  let closings: (() => Promise<void> | void)[] = [];

  async function start(
    script: Script,
    tls?: Parameters<typeof startScriptedServer>[1],
  ): Promise<ScriptedServer> {
    const started = await startScriptedServer(script, tls);
    closings.push(() => started.close());
    return started;
  }

  function transportTo(text: string, requestTimeoutMs = 20_000): ClusterTransport {
    const transport = createTransport(parseKubeconfig(text), { timing, requestTimeoutMs });
    closings.push(() => transport.close());
    return transport;
  }

  async function failureOf(promise: Promise<unknown>): Promise<AppError> {
    const error = await promise.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error instanceof AppError) return error;
    throw error ?? new Error('it did not fail');
  }

  beforeEach(async () => {
    timing.waits.length = 0;
    server = await start(ok);
  });

  afterEach(async () => {
    for (const close of closings.reverse()) await close();
    closings = [];
  });

  it('sends the credentials, the query and the body, below the path of the server URL', async () => {
    const text = server.kubeconfig({ cluster: { server: `${server.url}/k8s/clusters/c-1/` } });
    const sent = await transportTo(text).send({
      method: 'PATCH',
      path: '/apis/x',
      query: { fieldManager: 'a b' },
      body: '{"ü":1}',
      contentType: 'application/apply-patch+yaml',
    });
    expect(sent).toEqual({ status: 200, text: '{"a":"ü"}', retryAfter: null });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'PATCH', path: '/k8s/clusters/c-1/apis/x', body: '{"ü":1}' });
    expect(request?.query.get('fieldManager')).toBe('a b');
    expect(request?.headers).toMatchObject({
      authorization: 'Bearer scripted-token',
      'content-type': 'application/apply-patch+yaml',
      accept: 'application/json',
    });
  });

  it('sends a name and password', async () => {
    const transport = transportTo(server.kubeconfig({ user: { username: 'ada', password: 'pass' } }));
    await transport.send(get('/'));
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${base64('ada:pass')}`);
  });

  describe('asks again', () => {
    it('after the time that a 429 names, and the last answer stands', async () => {
      let left = 2;
      server.script = (_, response) =>
        left-- > 0
          ? answer(response, 429, refusal(429, 'TooManyRequests', 'wait'), { 'retry-after': '3' })
          : ok(_, response);
      const sent = transportTo(server.kubeconfig()).send({ method: 'PATCH', path: '/', body: '{}' });
      await timing.waitFor(3_300);
      timing.advance(3_300);
      await timing.waitFor(3_600);
      timing.advance(3_600);
      expect((await sent).status).toBe(200);
    });

    it('five times at most, and only a GET after a 503', async () => {
      server.script = (_, response) => answer(response, 503, 'down');
      const transport = transportTo(server.kubeconfig());
      expect((await transport.send({ method: 'DELETE', path: '/' })).status).toBe(503);
      expect(server.requests).toHaveLength(1);
      const sent = transport.send(get('/'));
      for (const wait of [300, 600, 1200, 2400]) {
        await timing.waitFor(wait);
        timing.advance(wait);
      }
      expect(await sent).toEqual({ status: 503, text: 'down', retryAfter: null });
      expect(server.requests).toHaveLength(6);
    });

    it('for a stream too', async () => {
      let left = 1;
      server.script = (_, response) => (left-- > 0 ? answer(response, 429, '') : ok(_, response));
      const opened = transportTo(server.kubeconfig()).open(get('/'));
      await timing.waitFor(300);
      timing.advance(300);
      const response = await opened;
      expect(response.statusCode).toBe(200);
      response.destroy();
    });

    it('no longer once the caller has given up', async () => {
      server.script = (_, response) => answer(response, 429, '');
      const controller = new AbortController();
      const sent = transportTo(server.kubeconfig()).send({ ...get('/'), signal: controller.signal });
      await timing.waitFor(300);
      controller.abort(new Error('given up'));
      await expect(sent).rejects.toThrow('given up');
    });

    it('on a new connection when the kept one was closed under a GET, but never repeats a change', async () => {
      const transport = transportTo(server.kubeconfig());
      await transport.send(get('/first'));
      server.script = ({ path }, response) => {
        if (path === '/second' && server.requests.length === 2) response.socket?.resetAndDestroy();
        else if (path === '/change') response.socket?.resetAndDestroy();
        else ok({ ...get(path), query: new URLSearchParams(), headers: {}, body: '' }, response);
      };
      expect((await transport.send(get('/second'))).status).toBe(200);
      expect(server.requests.map(({ path }) => path)).toEqual(['/first', '/second', '/second']);
      const failure = await failureOf(transport.send({ method: 'DELETE', path: '/change' }));
      expect(failure).toMatchObject({ code: 'cluster_unreachable', details: { reason: 'ECONNRESET' } });
      expect(server.requests).toHaveLength(4);
    });
  });

  it('gives up on a server that stays silent, before and within the answer', async () => {
    const text = server.kubeconfig();
    server.script = () => undefined;
    const silent = await failureOf(transportTo(text, 60).send(get('/')));
    expect(silent.message).toBe(`The cluster at ${server.url} cannot be reached: it did not answer in time.`);
    server.script = (_, response) => {
      response.writeHead(200);
      response.write('{"half":');
    };
    const half = await failureOf(transportTo(text, 60).send(get('/')));
    expect(half.code).toBe('cluster_unreachable');
  });

  it('leaves an open stream alone, however long it is silent', async () => {
    server.script = (_, response) => {
      response.writeHead(200);
      response.flushHeaders();
    };
    const response = await transportTo(server.kubeconfig(), 60_000).open(get('/'));
    expect(response.socket.timeout).toBe(0);
    response.destroy();
  });

  it('names an answer cut in the middle as unreachable', async () => {
    server.script = (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"half":');
      setImmediate(() => response.socket?.destroy());
    };
    expect((await failureOf(transportTo(server.kubeconfig()).send(get('/')))).code).toBe(
      'cluster_unreachable',
    );
  });

  it('quotes the words of the server without the credentials that it echoes', async () => {
    server.script = (_, response) =>
      answer(response, 500, refusal(500, '', 'bad header Bearer scripted-token'));
    const transport = transportTo(server.kubeconfig());
    const failure = transport.failure(await transport.send(get('/')), 'list x');
    expect(failure.message).toBe('The cluster refused to list x (500): bad header Bearer [redacted]');
    const opened = await failureOf(transport.open(get('/watch')));
    expect(opened.message).toBe('The cluster refused to watch /watch (500): bad header Bearer [redacted]');
  });

  it('ends running requests when it is closed, and starts none', async () => {
    const arrived = Promise.withResolvers<void>();
    server.script = () => arrived.resolve();
    const transport = transportTo(server.kubeconfig());
    const sent = failureOf(transport.send(get('/')));
    await arrived.promise;
    transport.close();
    expect((await sent).message).toBe('The connection to the cluster was closed.');
    expect((await failureOf(transport.send(get('/')))).message).toBe(
      'The connection to the cluster was closed.',
    );
  });

  it('says that nothing listens, or that the name is unknown', async () => {
    const text = server.kubeconfig();
    await server.close();
    expect((await failureOf(transportTo(text).send(get('/')))).message).toContain('nothing listens there');
    const named = server.kubeconfig({ cluster: { server: 'https://fabric.invalid' } });
    expect((await failureOf(transportTo(named).send(get('/')))).message).toContain(
      'its name cannot be resolved',
    );
  });
});
