import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ClusterTransport, createTransport } from './cluster-transport.ts';
import { parseKubeconfig } from './parse-kubeconfig.ts';
import { ManualTiming } from './testing/manual-timing.ts';
import { answer, refusal, type ScriptedServer, startScriptedServer } from './testing/scripted-server.ts';
import { objectOf, SERVER } from './testing/test-kinds.ts';
import { type WatchEnd, type WatchHandler, watchKind } from './watch-kind.ts';

const event = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;
const added = (name: string, version: number, description = '') =>
  event('ADDED', objectOf(SERVER, name, { version, description }));
const bookmark = (version: number) =>
  event('BOOKMARK', { kind: 'Server', metadata: { resourceVersion: String(version) } });

describe('watchKind', () => {
  const SILENCE_MS = 5_000;
  let timing: ManualTiming;
  let server: ScriptedServer;
  let transport: ClusterTransport;
  let controller: AbortController;
  let seen: string[];

  const handler: WatchHandler = {
    opened: () => seen.push('opened'),
    changed: ({ type, object }, version) => seen.push(`${type} ${object.metadata.name} ${version}`),
    bookmark: (version) => seen.push(`bookmark ${version}`),
  };

  beforeEach(async () => {
    timing = new ManualTiming();
    seen = [];
    controller = new AbortController();
    server = await startScriptedServer((_, response) => answer(response, 200, ''));
    transport = createTransport(parseKubeconfig(server.kubeconfig()), { timing });
  });

  afterEach(async () => {
    transport.close();
    await server.close();
  });

  function watch(more: Partial<WatchHandler> = {}): Promise<WatchEnd> {
    const { signal } = controller;
    return watchKind(
      transport,
      SERVER,
      { namespace: null, resourceVersion: '5', timeoutSeconds: 300, silenceMs: SILENCE_MS, timing, signal },
      { ...handler, ...more },
    );
  }

  /** Answers with these pieces, each sent on its own, and ends the stream. */
  function sends(...pieces: readonly (string | Buffer)[]): void {
    server.script = (_, response) => {
      response.writeHead(200);
      void writeAll(response, pieces).then(() => response.end());
    };
  }

  async function writeAll(response: ServerResponse, pieces: readonly (string | Buffer)[]): Promise<void> {
    for (const piece of pieces) {
      await new Promise<void>((resolve) => response.write(piece, () => resolve()));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('asks for bookmarks from the version on', async () => {
    expect(await watch()).toEqual({ kind: 'closed' });
    const [request] = server.requests;
    expect(request?.path).toBe('/apis/wiring.githedgehog.com/v1beta1/servers');
    expect(Object.fromEntries(request?.query ?? [])).toEqual({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: '5',
      timeoutSeconds: '300',
    });
    expect(seen).toEqual(['opened']);
    expect(timing.running).toBe(0);
  });

  it('reads events however the stream is cut into chunks', async () => {
    const bytes = Buffer.from(
      added('eins', 6, 'größer 🦔') +
        bookmark(8) +
        event('DELETED', objectOf(SERVER, 'eins', { version: 9 })),
    );
    const descriptions: unknown[] = [];
    sends(...Array.from(bytes, (_, index) => bytes.subarray(index, index + 1)));
    const end = await watch({
      changed: (change, version) => {
        descriptions.push(change.object.spec);
        handler.changed(change, version);
      },
    });
    expect(end).toEqual({ kind: 'closed' });
    expect(seen).toEqual(['opened', 'upsert eins 6', 'bookmark 8', 'delete eins 9']);
    expect(descriptions[0]).toEqual({ description: 'größer 🦔' });
  });

  it('reads many events in one chunk', async () => {
    sends(Array.from({ length: 1000 }, (_, index) => added(`n${index}`, index + 6)).join(''));
    expect(await watch()).toEqual({ kind: 'closed' });
    expect(seen).toHaveLength(1001);
    expect(seen.at(-1)).toBe('upsert n999 1005');
  });

  it.each([
    [
      'an answer 410',
      (response: ServerResponse) => answer(response, 410, refusal(410, 'Expired', 'too old')),
    ],
    [
      'an ERROR event 410',
      (response: ServerResponse) => answer(response, 200, event('ERROR', refusal(410, 'Expired', 'too old'))),
    ],
    [
      'an ERROR event Gone',
      (response: ServerResponse) => answer(response, 200, event('ERROR', { kind: 'Status', reason: 'Gone' })),
    ],
    [
      'a version of the future',
      (response: ServerResponse) =>
        answer(
          response,
          200,
          event('ERROR', refusal(504, 'Timeout', 'Too large resource version: 9, current: 5')),
        ),
    ],
  ])('ends as expired after %s', async (_, script) => {
    server.script = (_request, response) => script(response);
    expect(await watch()).toEqual({ kind: 'expired' });
  });

  it('ends as failed, in the words of the server, after another error', async () => {
    sends(added('a', 6), event('ERROR', refusal(500, 'InternalError', 'etcd is away')), added('b', 7));
    const end = await watch();
    expect(end).toMatchObject({
      kind: 'failed',
      error: { code: 'cluster_failed', details: { status: '500' } },
    });
    expect(seen).toEqual(['opened', 'upsert a 6']);
    server.script = (_, response) => answer(response, 403, refusal(403, 'Forbidden', 'servers is forbidden'));
    expect(await watch()).toMatchObject({ kind: 'failed', error: { code: 'cluster_forbidden' } });
  });

  it.each([
    ['a line that is no event', 'garbage\n', 'it is not an event'],
    ['half an event with a line break', `${added('b', 7).slice(0, 30)}\n`, 'it is not an event'],
    [
      'an object without a version',
      event('ADDED', { metadata: { name: 'x' } }),
      'lacks a name or a resourceVersion',
    ],
    ['a version that went backwards', added('b', 4), 'version 4 came after 6'],
  ])('is broken by %s: nothing after it is believed', async (_, piece, problem) => {
    sends(added('a', 6), piece, added('c', 8));
    expect(await watch()).toEqual({ kind: 'broken', problem: expect.stringContaining(problem) });
    expect(seen).toEqual(['opened', 'upsert a 6']);
  });

  it('ends as failed when the stream is cut within an event, or by the network', async () => {
    sends(added('a', 6), added('b', 7).slice(0, 40));
    expect(await watch()).toMatchObject({
      kind: 'failed',
      error: { message: expect.stringContaining('cut within an event') },
    });
    const open = Promise.withResolvers<void>();
    server.script = (_, response) => {
      response.writeHead(200);
      response.write(added('a', 6));
    };
    const watched = watch({ changed: () => open.resolve() });
    await open.promise;
    server.cut();
    expect(await watched).toMatchObject({ kind: 'failed', error: { code: 'cluster_unreachable' } });
  });

  it('gives a silent stream up, counting from its last byte', async () => {
    const first = Promise.withResolvers<void>();
    const heard = Promise.withResolvers<void>();
    const stream = Promise.withResolvers<ServerResponse>();
    server.script = (_, response) => {
      response.writeHead(200);
      response.flushHeaders();
      stream.resolve(response);
    };
    const watched = watch({
      opened: () => first.resolve(),
      bookmark: () => heard.resolve(),
    });
    await first.promise;
    await timing.waitFor(SILENCE_MS);
    timing.advance(SILENCE_MS - 1);
    (await stream.promise).write(bookmark(6));
    await heard.promise;
    await timing.waitFor(SILENCE_MS);
    timing.advance(SILENCE_MS - 1);
    expect(timing.running).toBe(1);
    timing.advance(1);
    expect(await watched).toEqual({ kind: 'silent' });
    expect(timing.running).toBe(0);
  });

  it('rejects with what the handler throws, and closes the stream', async () => {
    const closed = Promise.withResolvers<void>();
    server.script = (_, response) => {
      response.on('close', () => closed.resolve());
      response.writeHead(200);
      response.write(added('a', 6));
    };
    const watched = watch({
      changed: () => {
        throw new Error('a bug of ours');
      },
    });
    await expect(watched).rejects.toThrow('a bug of ours');
    await closed.promise;
  });

  it('rejects with the reason of the signal, before and while it reads', async () => {
    const opened = Promise.withResolvers<void>();
    server.script = (_, response) => {
      response.writeHead(200);
      response.flushHeaders();
    };
    const watched = watch({ opened: () => opened.resolve() });
    await opened.promise;
    controller.abort(new Error('closing'));
    await expect(watched).rejects.toThrow('closing');
    await expect(watch()).rejects.toThrow('closing');
    expect(timing.running).toBe(0);
  });

  it('ends as failed when nothing listens', async () => {
    await server.close();
    expect(await watch()).toMatchObject({ kind: 'failed', error: { code: 'cluster_unreachable' } });
    expect(seen).toEqual([]);
  });
});
