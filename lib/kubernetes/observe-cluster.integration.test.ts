import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collectionPath, objectPath } from './kind-path.ts';
import type { ServedKind } from './observation.ts';
import { findKubeAssets } from './testing/find-kube-assets.ts';
import { createCrds } from './testing/install-crds.ts';
import { type KubeApiServer, startKubeApiServer } from './testing/kube-apiserver.ts';
import { type ObservedCluster, observeForTest } from './testing/observed-cluster.ts';
import { editAtRandom } from './testing/random-edits.ts';
import { startTcpGate, type TcpGate } from './testing/tcp-gate.ts';
import { crdOf, objectOf, SERVER, SWITCH_GROUP } from './testing/test-kinds.ts';

const hasServer = findKubeAssets() !== null;
const ROBOT = 'robot-token';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';

const key = (name: string) => ({ namespace: 'default', name });

// What only a real API server can do to an observer; the suite says loudly when there is none.
describe.skipIf(!hasServer)('observeCluster on a real API server', () => {
  let server: KubeApiServer;
  let gate: TcpGate;
  let observed: ObservedCluster | null = null;

  beforeAll(async () => {
    server = await startKubeApiServer({ users: [{ name: 'robot', token: ROBOT }] });
    await createCrds(
      server.api,
      [SERVER, SWITCH_GROUP].map((kind) => crdOf(kind)),
    );
    await server.checkpoint();
  });

  afterAll(() => server?.stop());

  beforeEach(async () => {
    gate = await startTcpGate(server.url);
  });

  afterEach(async () => {
    await observed?.close();
    observed = null;
    await gate.close();
    for (const kind of [SERVER, SWITCH_GROUP]) await server.api('DELETE', collectionPath(kind, 'default'));
  });

  async function create(kind: ServedKind, name: string): Promise<void> {
    const answer = await server.api('POST', collectionPath(kind, 'default'), objectOf(kind, name));
    expect(answer).toMatchObject({ status: 201 });
  }

  async function observe(
    kinds: readonly string[],
    options: Parameters<typeof observeForTest>[2] = {},
    token = server.token,
  ) {
    observed = observeForTest(server.kubeconfigFor(token, gate.url), kinds, {
      discoverEveryMs: 1_000,
      ...options,
    });
    return observed;
  }

  async function observeServers(
    options: Parameters<typeof observeForTest>[2] = {},
  ): Promise<ObservedCluster> {
    const started = await observe(['Server'], options);
    await started.sink.until(() => started.sink.of('listed', 'Server').length === 1);
    return started;
  }

  /** What the API server itself lists, as the sink writes it. */
  async function listed(kind: ServedKind): Promise<string[]> {
    const { body } = await server.api('GET', collectionPath(kind, null));
    const items: unknown = body.items;
    if (!Array.isArray(items)) throw new Error(JSON.stringify(body));
    return items
      .map(({ metadata }) => `${metadata.namespace}/${metadata.name}@${metadata.resourceVersion}`)
      .sort();
  }

  async function untilEqual({ sink }: ObservedCluster, kind: ServedKind): Promise<void> {
    const expected = JSON.stringify(await listed(kind));
    await sink.until(() => JSON.stringify(sink.objectsOf(kind.kind)) === expected);
  }

  it('goes on where it stopped after a cut connection, without listing again', async () => {
    const started = await observeServers();
    const { sink } = started;
    await create(SERVER, 'before');
    await untilEqual(started, SERVER);
    gate.shut();
    await sink.until(() => sink.of('unavailable').length > 0);
    expect(sink.of('unavailable')[0]).toMatchObject({ problem: { reason: 'unreachable' } });
    await create(SERVER, 'meanwhile');
    await server.api('DELETE', objectPath(SERVER, key('before')));
    gate.open();
    await untilEqual(started, SERVER);
    await sink.until(() => sink.of('resumed').length === 1);
    expect(sink.of('listed')).toHaveLength(1);
    expect(sink.of('changed').flatMap(({ batch }) => batch.map(({ type }) => type))).toEqual([
      'upsert',
      'upsert',
      'delete',
    ]);
  });

  it('loses nothing when the API server is killed while it works', async () => {
    const started = await observeServers();
    const edits = (seed: number) => editAtRandom(server.api, SERVER, { seed, edits: 150, writers: 4 });
    await edits(1);
    await server.kill();
    await started.sink.until(() => started.sink.of('unavailable').length > 0);
    await server.restart();
    await edits(2);
    await untilEqual(started, SERVER);
    expect(started.sink.objectsOf('Server').length).toBeGreaterThan(5);
  });

  it('lists again when compaction left a gap, and so learns what was deleted in it', async () => {
    for (const name of ['stays', 'goes']) await create(SERVER, name);
    const started = await observeServers();
    gate.shut();
    await server.api('DELETE', objectPath(SERVER, key('goes')));
    await create(SERVER, 'comes');
    await server.compact();
    await server.kill();
    await server.restart();
    gate.open();
    await untilEqual(started, SERVER);
    expect(started.sink.objectsOf('Server').map((text) => text.split('@')[0])).toEqual([
      'default/comes',
      'default/stays',
    ]);
    expect(started.sink.of('listed')).toHaveLength(2);
    expect(started.log.join()).toContain('the watch has a gap (410)');
  });

  it('renews a watch through which nothing comes any more', async () => {
    const started = await observeServers({ silenceMs: 1_500, clientOptions: { requestTimeoutMs: 1_000 } });
    await create(SERVER, 'before');
    await untilEqual(started, SERVER);
    gate.freeze();
    await create(SERVER, 'behind');
    await untilEqual(started, SERVER);
    expect(started.log.join()).toContain('the watch is silent');
  });

  it('proves again and again how far it has come, although nothing changes', async () => {
    // A real API server sends a bookmark every minute, and two seconds before the end of a watch.
    const { sink } = await observeServers({ watchSeconds: 4 });
    await create(SWITCH_GROUP, 'elsewhere');
    await sink.until(() => sink.of('advanced').length === 1);
    const [listing] = sink.of('listed');
    expect(sink.of('advanced')[0]?.mark.provenAt).toBeGreaterThan(listing?.snapshot.startedAt ?? 0);
    expect(sink.calls.map(({ method }) => method)).toEqual(['discovered', 'listed', 'advanced']);
  });

  it('notices that the cluster was restored from a backup', async () => {
    for (let index = 0; index < 20; index++) await create(SERVER, `lost-${index}`);
    const started = await observeServers();
    const before = started.sink.of('listed')[0]?.snapshot.resourceVersion;
    await server.rollBack();
    await create(SERVER, 'new');
    await started.sink.until(() => started.sink.of('listed').length === 2);
    await untilEqual(started, SERVER);
    expect(started.sink.objectsOf('Server')).toHaveLength(1);
    expect(Number(started.sink.of('listed')[1]?.snapshot.resourceVersion)).toBeLessThan(Number(before));
    expect(started.log.join()).toContain('the cluster went back in time');
  });

  describe('for a user with few rights', () => {
    const resources = (...plurals: string[]) => ({
      rules: [{ apiGroups: [SERVER.group], resources: plurals, verbs: ['list', 'watch', 'get'] }],
    });

    beforeAll(async () => {
      const role = {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'robot' },
      };
      await server.api('POST', `${RBAC}/clusterroles`, { ...role, ...resources(SERVER.plural) });
      await server.api('POST', `${RBAC}/clusterrolebindings`, {
        ...role,
        kind: 'ClusterRoleBinding',
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'robot' },
        subjects: [{ kind: 'User', name: 'robot' }],
      });
    });

    it('a forbidden kind leaves the others alone, and is observed as soon as it may be', async () => {
      const { sink, client } = await observe(['Server', 'SwitchGroup'], {}, ROBOT);
      await sink.until(
        () => sink.of('unavailable', 'SwitchGroup').length === 1 && sink.of('listed', 'Server').length === 1,
      );
      expect(sink.of('unavailable', 'SwitchGroup')[0]?.problem).toMatchObject({
        reason: 'forbidden',
        message: expect.stringContaining('User "robot" cannot list resource "switchgroups"'),
      });
      await create(SERVER, 'seen');
      await sink.until(() => sink.objectsOf('Server').length === 1);
      expect(await client.testConnection()).toMatchObject({
        ok: false,
        problems: [expect.stringContaining('switchgroups')],
      });
      await server.api('PATCH', `${RBAC}/clusterroles/robot`, resources(SERVER.plural, SWITCH_GROUP.plural));
      await sink.until(() => sink.of('listed', 'SwitchGroup').length === 1);
      expect(sink.of('unavailable')).toHaveLength(1);
    });

    it('kinds come from the discovery documents, without schemas, and warnings say so', async () => {
      const { sink, client } = await observe(['Server'], {}, ROBOT);
      await sink.until(() => sink.of('discovered').length === 1);
      const [discovered] = sink.of('discovered');
      expect(discovered?.kinds).toEqual([SERVER, SWITCH_GROUP]);
      expect(discovered?.identity.uid).toBeNull();
      const report = await client.testConnection({ admits: ({ kind }) => kind === 'Server' });
      expect(report).toMatchObject({
        ok: true,
        warnings: [
          expect.stringContaining('kube-system may not be read'),
          expect.stringContaining('CRDs may not be read'),
        ],
      });
    });

    it('a missing right to watch is found by the connection test', async () => {
      const rules = [{ apiGroups: [SERVER.group], resources: [SERVER.plural], verbs: ['list'] }];
      await server.api('PATCH', `${RBAC}/clusterroles/robot`, { rules });
      const { client, sink } = await observe(['Server'], {}, ROBOT);
      const report = await client.testConnection({ admits: ({ kind }) => kind === 'Server' });
      expect(report.problems).toEqual([
        'The user may list but not watch servers.wiring.githedgehog.com. Give it the verb watch as well.',
      ]);
      await sink.until(() => sink.of('unavailable').length === 1);
      expect(sink.of('unavailable')[0]?.problem).toMatchObject({
        reason: 'forbidden',
        message: expect.stringContaining('cannot watch'),
      });
    });

    it('an unknown token is reported, and nothing is discovered', async () => {
      const { sink, client, errors } = await observe(['Server'], {}, 'nobody');
      const report = await client.testConnection();
      expect(report.problems).toEqual([
        expect.stringContaining('(401): Unauthorized. Use a kubeconfig with a valid token'),
      ]);
      await expect(observed?.observer.rediscover()).rejects.toMatchObject({ code: 'cluster_credentials' });
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.join()).toContain('cluster_credentials');
      expect(`${report.problems.join()}${errors.join()}`).not.toContain('nobody');
      expect(sink.calls).toEqual([]);
    });
  });

  it('observes other kinds as soon as it is told to', async () => {
    const { sink, observer } = await observeServers();
    observer.setKinds(({ kind }) => kind === 'SwitchGroup');
    await sink.until(() => sink.of('listed', 'SwitchGroup').length === 1);
    await create(SERVER, 'unseen');
    await create(SWITCH_GROUP, 'seen');
    await sink.until(() => sink.objectsOf('SwitchGroup').length === 1);
    expect(sink.of('changed', 'Server')).toEqual([]);
    await expect(observer.relist(SERVER)).rejects.toMatchObject({ code: 'not_found' });
    expect((await observer.readNow(SERVER, [key('unseen')])).readings[0]?.kind).toBe('present');
  });

  it('says nothing more once it is closed', async () => {
    const { sink, observer } = await observeServers();
    const relisted = observer.relist(SERVER).catch((error: Error) => error.message);
    await observer.close();
    const { length } = sink.calls;
    await create(SERVER, 'late');
    await expect(observer.rediscover()).rejects.toThrow('no longer observed');
    await expect(observer.relist(SERVER)).rejects.toMatchObject({ code: 'not_found' });
    expect(await relisted).toContain('no longer observed');
    expect(sink.calls).toHaveLength(length);
  });
});
