import { beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '#lib/errors.ts';
import { ClusterClient } from './cluster-client.ts';
import { KindOutbox } from './kind-outbox.ts';
import type { ListedSnapshot, ObservedChange } from './observation.ts';
import { parseKubeconfig } from './parse-kubeconfig.ts';
import { createLimiter } from './retry.ts';
import { ManualTiming } from './testing/manual-timing.ts';
import { RecordingSink } from './testing/recording-sink.ts';
import { objectOf, SERVER } from './testing/test-kinds.ts';

const KUBECONFIG = JSON.stringify({
  clusters: [{ name: 'c', cluster: { server: 'http://127.0.0.1:1' } }],
  users: [{ name: 'u', user: { token: 't' } }],
  contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
});

const change = (type: ObservedChange['type'], name: string, version: number): [ObservedChange, string] => [
  { type, object: objectOf(SERVER, name, { version }) },
  String(version),
];
const snapshot = (version: number, names: readonly string[] = []): ListedSnapshot => ({
  pages: [names.map((name) => objectOf(SERVER, name, { version }))],
  resourceVersion: String(version),
  startedAt: 1,
});
const told = (sink: RecordingSink) =>
  sink
    .of('changed')
    .map(({ batch }) => batch.map(({ type, object }) => `${type} ${object.metadata.name}`).join(', '));
/** Lets promises that are due run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('KindOutbox', () => {
  let timing: ManualTiming;
  let sink: RecordingSink;
  let errors: AppError[];
  let outbox: KindOutbox;

  beforeEach(async () => {
    timing = new ManualTiming();
    sink = new RecordingSink();
    errors = [];
    outbox = new KindOutbox(SERVER, {
      client: new ClusterClient(parseKubeconfig(KUBECONFIG)),
      sink,
      timing,
      log: { info: () => undefined, warn: () => undefined },
      onError: (error) => errors.push(error),
      namespace: null,
      coalesceMs: 50,
      silenceMs: 1000,
      watchSeconds: 300,
      oneCall: createLimiter(1),
      fewListings: createLimiter(2),
      lookAgain: () => undefined,
    });
    outbox.putSnapshot(snapshot(1), []);
    await sink.until(() => sink.of('listed').length === 1);
    sink.calls.length = 0;
  });

  it('hands a snapshot over at once and tells who waited for it', async () => {
    const waiter = Promise.withResolvers<void>();
    outbox.putSnapshot(snapshot(5, ['a']), [waiter]);
    await waiter.promise;
    expect(sink.objectsOf('Server')).toEqual(['default/a@5']);
    expect(timing.waits).toEqual([]);
  });

  it('gathers changes for a while and keeps the last of each key, in order of arrival', async () => {
    outbox.putChange(...change('upsert', 'a', 6));
    outbox.putChange(...change('upsert', 'b', 7));
    outbox.putChange(...change('upsert', 'a', 8));
    outbox.putChange(...change('upsert', 'c', 9));
    outbox.putChange(...change('delete', 'c', 10));
    await settle();
    expect(told(sink)).toEqual([]);
    timing.advance(50);
    await sink.until(() => sink.of('changed').length === 1);
    expect(told(sink)).toEqual(['upsert b, upsert a, delete c']);
    expect(sink.of('changed')[0]?.mark).toEqual({ resourceVersion: '10', receivedAt: 1000, provenAt: 1 });
    expect(timing.waits).toEqual([50]);
  });

  it('delivers a recreated object as what it is now', async () => {
    outbox.putChange(...change('delete', 'a', 6));
    outbox.putChange(...change('upsert', 'a', 7));
    timing.advance(50);
    await settle();
    expect(told(sink)).toEqual(['upsert a']);
  });

  it('asks for the time before it takes a batch, so that the mark is never later than what is missing from it', async () => {
    const asked = Promise.withResolvers<number>();
    timing.now = () => asked.promise;
    outbox.putChange(...change('upsert', 'a', 6));
    timing.advance(50);
    outbox.putChange(...change('upsert', 'b', 7));
    asked.resolve(77);
    await sink.until(() => sink.of('changed').length === 1);
    expect(told(sink)).toEqual(['upsert a, upsert b']);
    expect(sink.of('changed')[0]?.mark).toMatchObject({ resourceVersion: '7', receivedAt: 77 });
  });

  it('calls one at a time: what comes meanwhile is in the next call', async () => {
    const slow = Promise.withResolvers<void>();
    sink.onCall = () => slow.promise;
    outbox.putChange(...change('upsert', 'a', 6));
    timing.advance(50);
    await settle();
    for (let version = 7; version < 100; version++)
      outbox.putChange(...change('upsert', `b${version % 3}`, version));
    timing.advance(50);
    await settle();
    slow.resolve();
    await sink.until(() => sink.of('changed').length === 2);
    expect(sink.mostAtOnce).toBe(1);
    expect(told(sink)).toEqual(['upsert a', 'upsert b1, upsert b2, upsert b0']);
  });

  it('advances the mark when there is proof and nothing else, and only then', async () => {
    outbox.putProof('9', 2);
    timing.advance(50);
    await sink.until(() => sink.of('advanced').length === 1);
    expect(sink.of('advanced')[0]?.mark).toEqual({ resourceVersion: '9', receivedAt: 1000, provenAt: 2 });
    outbox.putProof('9', 2);
    timing.advance(50);
    await settle();
    outbox.putProof('9', 3);
    timing.advance(50);
    await sink.until(() => sink.of('advanced').length === 2);
    expect(sink.calls.map(({ method }) => method)).toEqual(['advanced', 'advanced']);
  });

  it('hands proof over together with the changes that it covers', async () => {
    outbox.putChange(...change('upsert', 'a', 6));
    outbox.putProof('8', 2);
    timing.advance(50);
    await sink.until(() => sink.of('changed').length === 1);
    expect(sink.of('changed')[0]?.mark).toEqual({ resourceVersion: '8', receivedAt: 1000, provenAt: 2 });
    await settle();
    expect(sink.of('advanced')).toEqual([]);
  });

  it('repeats a call that failed, with what has come since, and says so', async () => {
    let failures = 2;
    sink.onCall = (call) => {
      if (call.method === 'changed' && failures-- > 0) throw new Error('the database is away');
    };
    outbox.putChange(...change('upsert', 'a', 6));
    outbox.putChange(...change('upsert', 'b', 7));
    timing.advance(50);
    await timing.waitFor(250);
    outbox.putChange(...change('delete', 'a', 8));
    timing.advance(250);
    await timing.waitFor(500);
    timing.advance(500);
    await sink.until(() => sink.of('changed').length === 1);
    expect(told(sink)).toEqual(['upsert b, delete a']);
    expect(errors.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'internal the database is away',
      'internal the database is away',
    ]);
  });

  it('repeats when the clock fails', async () => {
    timing.clockFailure = new Error('no time');
    outbox.putChange(...change('upsert', 'a', 6));
    timing.advance(50);
    await timing.waitFor(250);
    timing.clockFailure = null;
    timing.advance(250);
    await sink.until(() => sink.of('changed').length === 1);
    expect(errors.map(({ message }) => message)).toEqual(['no time']);
  });

  it('lets a new snapshot supersede what was seen before, also what is being repeated', async () => {
    sink.onCall = (call) => {
      if (call.method === 'changed') throw new Error('refused');
    };
    outbox.putChange(...change('upsert', 'a', 6));
    timing.advance(50);
    await timing.waitFor(250);
    outbox.putSnapshot(snapshot(9, ['b']), []);
    timing.advance(250);
    await sink.until(() => sink.of('listed').length === 1);
    await settle();
    expect(sink.objectsOf('Server')).toEqual(['default/b@9']);
    expect(sink.of('changed')).toEqual([]);
    expect(errors).toHaveLength(1);
  });

  it('hands a snapshot over that came while an older one was being taken, and tells both waiters', async () => {
    const slow = Promise.withResolvers<void>();
    sink.onCall = () => slow.promise;
    const waiters = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    outbox.putSnapshot(snapshot(5, ['old']), waiters.slice(0, 1));
    await settle();
    outbox.putSnapshot(snapshot(6, ['new']), waiters.slice(1));
    outbox.putChange(...change('upsert', 'later', 7));
    slow.resolve();
    await Promise.all(waiters.map(({ promise }) => promise));
    timing.advance(50);
    await sink.until(() => sink.of('changed').length === 1);
    expect(sink.calls.map(({ method }) => method)).toEqual(['listed', 'listed', 'changed']);
    expect(sink.objectsOf('Server')).toEqual(['default/later@7', 'default/new@6']);
  });

  it('tells availability when it changes, after the changes before it', async () => {
    const problem = { reason: 'unreachable', message: 'away' } as const;
    outbox.putChange(...change('upsert', 'a', 6));
    outbox.putProblem(problem);
    outbox.putProblem({ ...problem });
    await sink.until(() => sink.of('unavailable').length === 1);
    outbox.putProblem({ reason: 'error', message: 'other' });
    await sink.until(() => sink.of('unavailable').length === 2);
    outbox.putProblem(null);
    await sink.until(() => sink.of('resumed').length === 1);
    expect(sink.calls.map(({ method }) => method)).toEqual([
      'changed',
      'unavailable',
      'unavailable',
      'resumed',
    ]);
  });

  it('says nothing of a problem that passed before anybody heard of it, and no "resumed" after a listing', async () => {
    const slow = Promise.withResolvers<void>();
    sink.onCall = () => slow.promise;
    outbox.putSnapshot(snapshot(5), []);
    await settle();
    outbox.putProblem({ reason: 'error', message: 'short' });
    outbox.putProblem(null);
    slow.resolve();
    await sink.until(() => sink.of('listed').length === 1);
    outbox.putProblem({ reason: 'error', message: 'long' });
    await sink.until(() => sink.of('unavailable').length === 1);
    outbox.putSnapshot(snapshot(6), []);
    await sink.until(() => sink.of('listed').length === 2);
    await settle();
    expect(sink.calls.map(({ method }) => method)).toEqual(['listed', 'unavailable', 'listed']);
  });

  describe('when it ends', () => {
    it('hands over what has arrived if that is wanted', async () => {
      outbox.putChange(...change('delete', 'a', 6));
      await outbox.end({ deliver: true });
      expect(told(sink)).toEqual(['delete a']);
      expect(timing.running).toBe(0);
    });

    it('tries only once, and says so', async () => {
      sink.onCall = () => {
        throw new Error('gone');
      };
      outbox.putChange(...change('delete', 'a', 6));
      await outbox.end({ deliver: true });
      expect(errors.map(({ message }) => message)).toEqual(['gone']);
    });

    it('waits for the running call, drops the rest and turns waiters away', async () => {
      const slow = Promise.withResolvers<void>();
      sink.onCall = () => slow.promise;
      outbox.putChange(...change('upsert', 'a', 6));
      timing.advance(50);
      await settle();
      const waiter = Promise.withResolvers<void>();
      outbox.putSnapshot(snapshot(9), [waiter]);
      const ended = outbox.end({ deliver: false });
      slow.resolve();
      await ended;
      await expect(waiter.promise).rejects.toThrow('no longer observed');
      outbox.putChange(...change('upsert', 'b', 10));
      timing.advance(50);
      await settle();
      expect(sink.calls.map(({ method }) => method)).toEqual(['changed']);
    });
  });
});
