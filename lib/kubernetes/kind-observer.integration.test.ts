import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualTiming } from './testing/manual-timing.ts';
import { type ObservedCluster, observeForTest } from './testing/observed-cluster.ts';
import { type ScriptedCluster, startScriptedCluster } from './testing/scripted-cluster.ts';
import { answer, refusal, type ScriptedRequest } from './testing/scripted-server.ts';
import { objectOf, SERVER } from './testing/test-kinds.ts';

const COALESCE_MS = 50;
const SILENCE_MS = 40_000;
const PROBE_MS = 30_000;
const STABLE_MS = 10_000;
const FIRST_BACKOFF_MS = 500;

// How the observer meets a server that misbehaves, with timers that only move when told.
describe('observeCluster', () => {
  let timing: ManualTiming;
  let cluster: ScriptedCluster;
  let observed: ObservedCluster;

  beforeEach(async () => {
    timing = new ManualTiming();
    cluster = await startScriptedCluster(SERVER);
  });

  afterEach(async () => {
    await observed.close();
    await cluster.server.close();
    expect(timing.running).toBe(0);
  });

  function start(): ObservedCluster {
    observed = observeForTest(cluster.server.kubeconfig(), ['Server'], {
      timing,
      silenceMs: SILENCE_MS,
      clientOptions: { timing },
    });
    return observed;
  }

  /** Resolves when the watch is open and everything before it is handed over. */
  async function untilWatching(watches = 1): Promise<void> {
    while (cluster.watches() < watches || observed.sink.of('listed').length === 0)
      await new Promise((resolve) => setImmediate(resolve));
    await timing.waitFor(STABLE_MS);
  }

  /** Watching, and the read that comes before the watch has been told as proof. */
  async function startAndWatch(): Promise<ObservedCluster> {
    start();
    await untilWatching();
    await timing.waitFor(COALESCE_MS);
    timing.advance(COALESCE_MS);
    await observed.sink.until(() => observed.sink.of('advanced').length === 1);
    return observed;
  }

  /** Lets the coalescing window pass. */
  async function untilChanged(count: number): Promise<void> {
    await timing.waitFor(COALESCE_MS);
    timing.advance(COALESCE_MS);
    await observed.sink.until(() => observed.sink.of('changed').length === count);
  }

  const isList = ({ path, query }: ScriptedRequest) =>
    path.endsWith('/servers') && query.get('watch') === null;

  it('lists, watches and hands over what comes', async () => {
    cluster.put('a');
    const { sink } = await startAndWatch();
    cluster.put('b');
    await untilChanged(1);
    expect(sink.objectsOf('Server')).toEqual(['default/a@11', 'default/b@12']);
    expect(sink.calls.map(({ method }) => method)).toEqual(['discovered', 'listed', 'advanced', 'changed']);
  });

  it.each([
    ['a malformed line', 'no event at all'],
    [
      'a version that goes backwards',
      JSON.stringify({ type: 'ADDED', object: objectOf(SERVER, 'old', { version: 3 }) }),
    ],
  ])('believes nothing after %s, says so, and lists again', async (_, line) => {
    const { sink, log } = await startAndWatch();
    cluster.send(line);
    cluster.put('unseen');
    await timing.waitFor(FIRST_BACKOFF_MS);
    expect(log.join()).toMatch(/the watch is not to be trusted: listed again .*"count":1/);
    timing.advance(FIRST_BACKOFF_MS);
    await sink.until(() => sink.of('listed').length === 2);
    expect(sink.objectsOf('Server')).toEqual(['default/unseen@11']);
    expect(sink.of('changed')).toEqual([]);
  });

  it('waits before it opens a watch again that ends at once, but not one that lasted', async () => {
    await startAndWatch();
    cluster.endWatches();
    await timing.waitFor(FIRST_BACKOFF_MS);
    timing.advance(FIRST_BACKOFF_MS);
    await untilWatching(2);
    timing.advance(STABLE_MS);
    const waits = timing.waits.filter((wait) => wait === FIRST_BACKOFF_MS).length;
    cluster.endWatches();
    await untilWatching(3);
    expect(timing.waits.filter((wait) => wait === FIRST_BACKOFF_MS)).toHaveLength(waits);
    expect(cluster.lists()).toBe(1);
  });

  it('tries with growing waits while listing fails, and tells the sink once', async () => {
    cluster.override = (request, response) => {
      if (!isList(request)) return false;
      answer(response, 500, refusal(500, 'InternalError', 'etcd is away'));
      return true;
    };
    const { sink } = start();
    for (const wait of [500, 1000, 2000, 4000]) {
      await timing.waitFor(wait);
      timing.advance(wait);
    }
    await timing.waitFor(8000);
    expect(sink.of('unavailable').map(({ problem }) => problem)).toEqual([
      { reason: 'error', message: expect.stringContaining('etcd is away') },
    ]);
    await expect(observed.observer.relist(SERVER)).rejects.toMatchObject({ code: 'cluster_failed' });
    cluster.override = () => false;
    await observed.observer.relist(SERVER);
    expect(sink.of('listed')).toHaveLength(1);
    expect(sink.of('resumed')).toHaveLength(0);
  });

  it('gives up a watch whose kind may no longer be read, and goes on when it may again', async () => {
    const { sink } = await startAndWatch();
    cluster.override = (request, response) => {
      if (!isList(request)) return false;
      answer(response, 403, refusal(403, 'Forbidden', 'servers is forbidden'));
      return true;
    };
    timing.advance(PROBE_MS);
    await sink.until(() => sink.of('unavailable').length === 1);
    expect(sink.of('unavailable')[0]?.problem.reason).toBe('forbidden');
    cluster.override = () => false;
    await timing.waitFor(FIRST_BACKOFF_MS);
    timing.advance(FIRST_BACKOFF_MS);
    await untilWatching(2);
    timing.advance(1_000);
    await sink.until(() => sink.of('resumed').length === 1);
    expect(cluster.lists()).toBe(1);
  });

  it('renews a silent watch; and lists again if it lags behind what a read said', async () => {
    const { sink, log } = await startAndWatch();
    timing.advance(SILENCE_MS);
    await untilWatching(2);
    expect(cluster.lists()).toBe(1);
    cluster.version = 99;
    await timing.waitFor(PROBE_MS);
    timing.advance(PROBE_MS);
    const probes = cluster.server.requests.length;
    while (cluster.server.requests.length === probes) await new Promise((resolve) => setImmediate(resolve));
    await timing.waitFor(PROBE_MS);
    timing.advance(SILENCE_MS - PROBE_MS);
    await sink.until(() => sink.of('listed').length === 2);
    expect(log.filter((line) => line.startsWith('the watch is silent'))).toEqual([
      expect.stringContaining('"listAgain":false'),
      expect.stringContaining('"listAgain":true'),
    ]);
  });

  it('proves how far it has come by a read and a bookmark, never by what merely arrived', async () => {
    const { sink } = await startAndWatch();
    const proven = sink.of('advanced')[0]?.mark.provenAt ?? 0;
    cluster.put('a');
    await untilChanged(1);
    expect(sink.of('changed')[0]?.mark.provenAt).toBe(proven);
    timing.clock = 5_000;
    cluster.version = 20;
    timing.advance(PROBE_MS);
    await timing.waitFor(PROBE_MS);
    expect(sink.of('advanced')).toHaveLength(1);
    cluster.send(JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '20' } } }));
    await timing.waitFor(COALESCE_MS);
    timing.advance(COALESCE_MS);
    await sink.until(() => sink.of('advanced').length === 2);
    expect(sink.of('advanced')[1]?.mark).toMatchObject({ resourceVersion: '20', provenAt: 5_000 });
  });

  it('lists everything again when another cluster answers', async () => {
    const { sink, observer } = await startAndWatch();
    cluster.uid = 'second';
    cluster.version = 500;
    await observer.rediscover();
    await sink.until(() => sink.of('listed').length === 2);
    expect(sink.of('discovered').map(({ identity }) => identity.uid)).toEqual(['first', 'second']);
    expect(sink.of('listed')[1]?.snapshot.resourceVersion).toBe('500');
  });

  it('looks at once at what is served when a kind is not found, and starts anew when it comes back', async () => {
    const { sink } = await startAndWatch();
    cluster.served = false;
    cluster.override = ({ path }, response) => {
      if (!path.endsWith('/servers')) return false;
      answer(response, 404, '404 page not found');
      return true;
    };
    cluster.endWatches();
    await timing.waitFor(FIRST_BACKOFF_MS);
    timing.advance(FIRST_BACKOFF_MS);
    await sink.until(
      () => sink.of('unavailable').at(-1)?.problem.message.includes('its CRD is gone') ?? false,
    );
    cluster.served = true;
    cluster.override = () => false;
    await observed.observer.rediscover();
    await sink.until(() => sink.of('listed').length === 2);
    expect(sink.of('discovered').map(({ kinds }) => kinds.length)).toEqual([1, 0, 1]);
  });

  it('reports a failing clock and a failing sink, and goes on when they work again', async () => {
    timing.clockFailure = new Error('the database is away');
    const { sink, errors } = start();
    await timing.waitFor(FIRST_BACKOFF_MS);
    timing.clockFailure = null;
    let failures = 1;
    sink.onCall = ({ method }) => {
      if (method === 'listed' && failures-- > 0) throw new Error('the sink is full');
    };
    timing.advance(FIRST_BACKOFF_MS);
    await timing.waitFor(250);
    timing.advance(250);
    await sink.until(() => sink.of('listed').length === 1);
    expect(errors).toEqual(['internal the database is away', 'internal the sink is full']);
    expect(sink.of('unavailable')).toEqual([]);
    expect(cluster.lists()).toBe(1);
  });

  it('tells the sink again what is served after the cluster could not be asked', async () => {
    const { sink, errors, observer } = await startAndWatch();
    cluster.override = (_, response) => {
      response.socket?.destroy();
      return true;
    };
    await expect(observer.rediscover()).rejects.toMatchObject({ code: 'cluster_unreachable' });
    expect(errors).toEqual([expect.stringContaining('cluster_unreachable')]);
    cluster.override = () => false;
    await observer.rediscover();
    expect(sink.of('discovered')).toHaveLength(2);
  });

  it('says which direct reads failed and answers the others', async () => {
    const { observer } = await startAndWatch();
    cluster.override = ({ path }, response) => {
      const name = path.split('/').at(-1) ?? '';
      if (name === 'one') answer(response, 200, objectOf(SERVER, 'one', { version: 5 }));
      else if (name === 'none') answer(response, 404, refusal(404, 'NotFound', 'not found', 'none'));
      else answer(response, 500, refusal(500, 'InternalError', 'etcd is away'));
      return true;
    };
    const keys = ['one', 'none', 'odd'].map((name) => ({ namespace: 'default', name }));
    const { readings } = await observer.readNow(SERVER, keys);
    expect(readings).toEqual([
      { kind: 'present', object: objectOf(SERVER, 'one', { version: 5 }) },
      { kind: 'absent' },
      { kind: 'unread', problem: { reason: 'error', message: expect.stringContaining('etcd is away') } },
    ]);
  });
});
