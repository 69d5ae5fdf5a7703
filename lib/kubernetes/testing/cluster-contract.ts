import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ClusterClient } from '../cluster-client.ts';
import { collectionPath, objectPath } from '../kind-path.ts';
import { readPage } from '../list-objects.ts';
import type { ServedKind } from '../observation.ts';
import { parseKubeconfig } from '../parse-kubeconfig.ts';
import { realTiming } from '../real-timing.ts';
import { watchKind } from '../watch-kind.ts';
import { type ObservedCluster, observeForTest } from './observed-cluster.ts';
import { editAtRandom } from './random-edits.ts';
import type { ApiAnswer } from './request-answer.ts';
import { objectOf, SERVER, SWITCH_GROUP } from './test-kinds.ts';

/** An API server that must keep the contract. It serves the kinds of `test-kinds.ts` and has a namespace `default`. */
export interface ContractCluster {
  kubeconfig: string;
  /** One request as the administrator; a body goes as JSON, a merge patch for PATCH. */
  api(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** Forgets all versions up to the present one. */
  compact(): Promise<void>;
  stop(): Promise<void>;
}

const key = (name: string) => ({ namespace: 'default', name });

/** Declares the suite: what observing relies on, for the server that `start` starts. */
export function describeClusterContract(name: string, start: () => Promise<ContractCluster>): void {
  describe(`${name} keeps the contract`, () => {
    let cluster: ContractCluster;
    let client: ClusterClient;
    let observed: ObservedCluster | null = null;

    beforeAll(async () => {
      cluster = await start();
      client = new ClusterClient(parseKubeconfig(cluster.kubeconfig));
    });

    afterEach(async () => {
      await observed?.close();
      observed = null;
      await Promise.all([SERVER, SWITCH_GROUP].map((kind) => emptyKind(kind)));
    });

    afterAll(async () => {
      client?.close();
      await cluster?.stop();
    });

    async function emptyKind(kind: ServedKind): Promise<void> {
      const { pages } = await client.list(kind);
      for (const { metadata } of pages.flat())
        await cluster.api('DELETE', objectPath(kind, key(metadata.name)));
    }

    async function create(kind: ServedKind, objectName: string, description = ''): Promise<void> {
      const answer = await cluster.api(
        'POST',
        collectionPath(kind, 'default'),
        objectOf(kind, objectName, { description }),
      );
      expect(answer).toMatchObject({ status: 201 });
    }

    async function observe(kinds: readonly string[] = ['Server']): Promise<ObservedCluster> {
      observed = observeForTest(cluster.kubeconfig, kinds);
      const { sink } = observed;
      await sink.until(() => kinds.every((kind) => sink.of('listed', kind).length === 1));
      return observed;
    }

    it('says which cluster it is and which kinds it serves', async () => {
      const identity = await client.identity();
      expect(identity.uid).toMatch(/^[0-9a-f-]{36}$/);
      expect(identity.version).toMatch(/^v\d+\./);
      const kinds = await client.discover();
      for (const kind of [SERVER, SWITCH_GROUP]) {
        const found = kinds.find(({ plural }) => plural === kind.plural);
        expect(found).toMatchObject({
          ...kind,
          schema: { type: 'object' },
          crd: { uid: expect.any(String) },
        });
      }
      expect(await client.discover()).toEqual(kinds);
      const report = await client.testConnection();
      expect(report).toMatchObject({ ok: true, problems: [], identity });
      expect(report.kinds.map(({ kind }) => kind)).toEqual(kinds);
    });

    it('tells an absent object from a kind that is not served', async () => {
      expect(await client.get(SERVER, key('nobody'))).toBeNull();
      const unserved = { ...SERVER, plural: 'unicorns' };
      await expect(client.get(unserved, key('nobody'))).rejects.toMatchObject({ details: { status: '404' } });
      await expect(client.list(unserved)).rejects.toMatchObject({ details: { status: '404' } });
    });

    it('lists 1,500 objects in pages of one state', async () => {
      const names = Array.from({ length: 1500 }, (_, index) => `many-${String(index).padStart(4, '0')}`);
      for (let from = 0; from < names.length; from += 20)
        await Promise.all(names.slice(from, from + 20).map((each) => create(SERVER, each)));
      const { pages, resourceVersion } = await client.list(SERVER);
      expect(pages.map((page) => page.length)).toEqual([500, 500, 500]);
      expect(pages.flat().map(({ metadata }) => metadata.name)).toEqual(names);
      const first = await readPage(client.transport, SERVER, { limit: 700 }, null);
      await cluster.api('DELETE', objectPath(SERVER, key('many-1400')));
      const second = await readPage(client.transport, SERVER, { limit: 800 }, first?.next ?? null);
      expect(second).toMatchObject({ resourceVersion: first?.resourceVersion ?? '', next: null });
      expect(second?.objects.map(({ metadata }) => metadata.name)).toEqual(names.slice(700));
      expect(Number(first?.resourceVersion)).toBeGreaterThanOrEqual(Number(resourceVersion));
      await cluster.api('DELETE', collectionPath(SERVER, 'default'));
    });

    it('ends a listing whose versions were compacted, and a watch from before', async () => {
      for (const each of ['a', 'b', 'c']) await create(SERVER, each);
      const first = await readPage(client.transport, SERVER, { limit: 2 }, null);
      await create(SERVER, 'd');
      await cluster.compact();
      expect(await readPage(client.transport, SERVER, { limit: 2 }, first?.next ?? null)).toBeNull();
      expect(await watchFrom('1', 5)).toEqual({ end: { kind: 'expired' }, seen: [] });
    });

    async function watchFrom(resourceVersion: string, timeoutSeconds: number, opened = () => {}) {
      const seen: string[] = [];
      const { signal } = new AbortController();
      const options = {
        namespace: null,
        resourceVersion,
        timeoutSeconds,
        silenceMs: 60_000,
        timing: realTiming,
        signal,
      };
      const end = await watchKind(client.transport, SERVER, options, {
        opened,
        changed: ({ type, object }) => seen.push(`${type} ${object.metadata.name}`),
        bookmark: (version) => seen.push(`bookmark ${Number(version) > Number(resourceVersion)}`),
      });
      return { end, seen };
    }

    it('sends what happened after a version, then a bookmark once a read has moved it, and closes in time', async () => {
      const { resourceVersion } = await client.list(SERVER);
      await create(SERVER, 'after');
      await cluster.api('DELETE', objectPath(SERVER, key('after')));
      const reading = Promise.withResolvers<unknown>();
      const { end, seen } = await watchFrom(resourceVersion, 6, () => {
        reading.resolve(create(SWITCH_GROUP, 'elsewhere').then(() => client.list(SERVER, { limit: 1 })));
      });
      await reading.promise;
      expect(end).toEqual({ kind: 'closed' });
      expect(seen.slice(0, 2)).toEqual(['upsert after', 'delete after']);
      expect(seen.at(-1)).toBe('bookmark true');
    });

    it('lets every kind of change be seen, each with its version', async () => {
      await create(SERVER, 'before');
      const { sink } = await observe(['Server', 'SwitchGroup']);
      expect(sink.objectsOf('Server')).toHaveLength(1);
      const path = objectPath(SERVER, key('one'));
      const next = async (write: Promise<unknown>) => {
        const count = sink.of('changed').length;
        await write;
        await sink.until(() => sink.of('changed').length > count);
        const change = sink.of('changed').at(-1)?.batch.at(-1);
        return { type: change?.type, ...change?.object };
      };
      expect(await next(create(SERVER, 'one', 'first'))).toMatchObject({
        type: 'upsert',
        spec: { description: 'first' },
      });
      const spec = { spec: { description: 'second' } };
      expect(await next(cluster.api('PATCH', path, spec))).toMatchObject({ type: 'upsert', ...spec });
      const status = { status: { ready: true } };
      expect(await next(cluster.api('PATCH', `${path}/status`, status))).toMatchObject({
        type: 'upsert',
        ...spec,
        ...status,
      });
      const labels = { metadata: { labels: { a: 'b' } } };
      const labelled = await next(cluster.api('PATCH', path, labels));
      expect(labelled).toMatchObject({ type: 'upsert', ...labels });
      const deleted = await next(cluster.api('DELETE', path));
      expect(deleted).toMatchObject({ type: 'delete', ...spec, metadata: { uid: labelled.metadata?.uid } });
      expect(Number(deleted.metadata?.resourceVersion)).toBeGreaterThan(
        Number(labelled.metadata?.resourceVersion),
      );
      const again = await next(create(SERVER, 'one', 'again'));
      expect(again.metadata?.uid).not.toBe(labelled.metadata?.uid);
      expect(await next(create(SWITCH_GROUP, 'empty'))).toMatchObject({ kind: 'SwitchGroup' });
      expect(sink.mostAtOnce).toBe(1);
    });

    it('lets an object of a megabyte through, in a list and in a watch', async () => {
      const { sink } = await observe();
      const huge = '🦔'.repeat(250_000);
      await create(SERVER, 'huge', huge);
      await sink.until(() => sink.objectsOf('Server').length === 1);
      expect(sink.of('changed')[0]?.batch[0]?.object.spec).toEqual({ description: huge });
      const { pages } = await client.list(SERVER);
      expect(pages.flat()[0]?.spec).toEqual({ description: huge });
    });

    it.each([11, 12])('lets nothing be lost in 1,000 random edits (seed %i)', async (seed) => {
      const { sink } = await observe();
      await editAtRandom(cluster.api, SERVER, { seed, edits: 1000, writers: 6 });
      const { pages } = await client.list(SERVER);
      const listed = pages
        .flat()
        .map(({ metadata }) => `${metadata.namespace}/${metadata.name}@${metadata.resourceVersion}`)
        .sort();
      expect(listed.length).toBeGreaterThan(5);
      await sink.until(() => JSON.stringify(sink.objectsOf('Server')) === JSON.stringify(listed));
      expect(sink.of('listed')).toHaveLength(1);
    });

    it('is read directly and listed again on demand, with the time from before', async () => {
      const { sink, observer } = await observe();
      await create(SERVER, 'one');
      const before = Date.now();
      const { startedAt, readings } = await observer.readNow(SERVER, [key('one'), key('two')]);
      expect(startedAt).toBeGreaterThanOrEqual(before);
      expect(readings).toMatchObject([
        { kind: 'present', object: { metadata: { name: 'one' } } },
        { kind: 'absent' },
      ]);
      await observer.relist(SERVER);
      const snapshot = sink.of('listed').at(-1)?.snapshot;
      expect(snapshot?.startedAt).toBeGreaterThanOrEqual(startedAt);
      expect(snapshot?.pages.flat()).toHaveLength(1);
      await expect(observer.relist(SWITCH_GROUP)).rejects.toMatchObject({ code: 'not_found' });
      await expect(observer.readNow({ group: 'x', kind: 'Unicorn' }, [])).rejects.toMatchObject({
        code: 'not_found',
      });
    });

    it('applies, refuses in its own words, and leaves everything alone in a dry run', async () => {
      const as = (fieldManager: string, force = false) => ({ fieldManager, force });
      const object = objectOf(SERVER, 'applied', { description: 'mine' });
      expect(await client.dryRunApply(SERVER, object, as('me'))).toMatchObject({
        kind: 'ok',
        object: { spec: object.spec ?? {} },
      });
      expect(await client.get(SERVER, key('applied'))).toBeNull();
      expect(await client.apply(SERVER, object, as('me'))).toMatchObject({ kind: 'ok' });
      const refusals = [
        [{ ...object, spec: { description: 'yours' } }, 409, /conflict/],
        [{ ...object, spec: { unknownField: 1 } }, 500, /unknownField: field not declared in schema/],
        [{ ...object, spec: { description: 5 } }, 500, /description/],
        [{ ...object, metadata: { ...object.metadata, name: 'Not_A_Name' } }, 422, /Not_A_Name/],
        [{ ...object, metadata: { ...object.metadata, namespace: 'nowhere' } }, 404, /nowhere/],
      ] as const;
      for (const [wrong, status, message] of refusals)
        expect(await client.dryRunApply(SERVER, wrong, as('you'))).toEqual({
          kind: 'refused',
          status,
          message: expect.stringMatching(message),
        });
      const forced = await client.apply(
        SERVER,
        { ...object, spec: { description: 'yours' } },
        as('you', true),
      );
      expect(forced).toMatchObject({ kind: 'ok', object: { spec: { description: 'yours' } } });
      await expect(client.apply({ ...SERVER, plural: 'unicorns' }, object, as('me'))).rejects.toMatchObject({
        code: 'cluster_failed',
      });
    });

    it('deletes the object that was meant and no other', async () => {
      await create(SERVER, 'doomed');
      const object = await client.get(SERVER, key('doomed'));
      const { uid = '', resourceVersion = '' } = object?.metadata ?? {};
      expect(await client.delete(SERVER, key('doomed'), { uid, dryRun: true })).toEqual({ kind: 'ok' });
      expect(await client.get(SERVER, key('doomed'))).toEqual(object);
      const other = await client.delete(SERVER, key('doomed'), {
        uid: '00000000-0000-0000-0000-000000000000',
      });
      expect(other).toMatchObject({
        kind: 'refused',
        status: 409,
        message: expect.stringContaining('precondition'),
      });
      const older = await client.delete(SERVER, key('doomed'), { resourceVersion: '1' });
      expect(older).toMatchObject({ kind: 'refused', status: 409 });
      expect(await client.delete(SERVER, key('doomed'), { uid, resourceVersion })).toEqual({ kind: 'ok' });
      expect(await client.delete(SERVER, key('doomed'))).toEqual({ kind: 'absent' });
    });
  });
}
