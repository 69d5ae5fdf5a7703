import { rename } from 'node:fs/promises';
import { and, eq, ne } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { alerts } from '#db/schema/alerts.ts';
import { fabricKinds, findings } from '#db/schema/fabrics.ts';
import { repositories } from '#db/schema/repositories.ts';
import { resources } from '#db/schema/resources.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import { findHedgehogCrds, findKubeAssets } from '#lib/kubernetes/testing/find-kube-assets.ts';
import type { KubeApiServer } from '#lib/kubernetes/testing/kube-apiserver.ts';
import { startKubeApiServer } from '#lib/kubernetes/testing/kube-apiserver.ts';
import { removeFabric } from '#lib/services/fabric/remove-fabric.ts';
import { createGitOrigin } from '../testing/git-origin.ts';
import { allOf } from '../testing/lives.ts';
import type { TestCluster } from '../testing/test-clusters.ts';
import { testCluster } from '../testing/test-clusters.ts';
import { identifyCluster, type WatchOptions, watchFabric } from '../testing/watched-fabric.ts';
import { manifestOf, peering, vpcOf } from './testing/manifests.ts';

const crds = findKubeAssets() === null ? null : findHedgehogCrds();
const VIEWER = { name: 'viewer', token: 'viewer-who-may-not-see-everything' };

describe.runIf(crds !== null)('outages of either side', () => {
  let database: TestDatabase;
  let server: KubeApiServer;
  let cluster: TestCluster;
  beforeAll(async () => {
    const starting = startKubeApiServer({ crds, users: [VIEWER] });
    database = await createTestDatabase();
    server = await starting;
    cluster = testCluster(server);
  });
  afterAll(async () => {
    await cluster.stop();
    await database.drop();
  });

  const cleanup: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const undo of cleanup.splice(0).reverse()) await undo();
    await cluster.clear();
  });

  async function originOf(files: Record<string, string>) {
    const origin = await createGitOrigin();
    cleanup.push(origin.remove);
    const away = `${origin.url}.away`;
    await origin.commit(files, 'Begin');
    return { ...origin, goAway: () => rename(origin.url, away), comeBack: () => rename(away, origin.url) };
  }

  async function watch(options: Partial<WatchOptions> & { url: string }) {
    const { db } = database;
    const f = await watchFabric(database, { kubeconfig: cluster.kubeconfig, ...options });
    cleanup.push(async () => {
      await f.close();
      await removeFabric(db, f.fabricId, 'test');
    });
    const kinds = async () => {
      const rows = await db.select().from(fabricKinds).where(eq(fabricKinds.fabricId, f.fabricId));
      return new Map(rows.map((row) => [row.kind, row]));
    };
    return {
      ...f,
      kinds,
      /** Waits until the kind was read completely in the fabric's present epoch. */
      listed: (kind: string) => f.until(async () => (await kinds()).get(kind)?.listedEpoch === 1),
      read: (commit: string) => f.until(async () => (await f.fabric()).gitRevision === commit),
      openAlerts: async () =>
        (
          await db
            .select()
            .from(alerts)
            .where(and(eq(alerts.fabricId, f.fabricId), ne(alerts.status, 'resolved')))
        ).map(({ type, resourceId }) => `${type}${resourceId === null ? ' of the fabric' : ''}`),
      findings: async () =>
        (await db.select().from(findings).where(eq(findings.fabricId, f.fabricId))).map(
          ({ code, path, message }) => ({ code, path, message }),
        ),
      connections: async () => {
        const { repositoryId, clusterConnection } = await f.fabric();
        const [repository] = await db.select().from(repositories).where(eq(repositories.id, repositoryId));
        return { git: repository?.connection, cluster: clusterConnection };
      },
      live: async () => db.select().from(resources).where(eq(resources.fabricId, f.fabricId)),
    };
  }

  const both = vpcOf('both', 1001);
  const changed = vpcOf('changed', 1002);
  const desired = vpcOf('desired', 1003);
  const orphan = vpcOf('orphan', 1004);
  const allInGit = { 'vpcs.yaml': manifestOf(both, changed, desired) };
  const applyAll = async () => {
    for (const object of [both, vpcOf('changed', 1999), orphan])
      await cluster.apply('kustomize-controller', object);
  };
  const firstSights = (states: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(states).map(([name, state]) => [
        `VPC/${name}`,
        { state, history: [`∅→${state} first_sight`] },
      ]),
    );
  const ALL_SIGHTS = firstSights({
    both: 'SYNCED',
    changed: 'DRIFTED',
    desired: 'PENDING',
    orphan: 'ORPHANED',
  });

  test('a cluster that is read before Git can be: nothing is concluded until then', async () => {
    const origin = await originOf(allInGit);
    await applyAll();
    await origin.goAway();
    const f = await watch({ url: origin.url });
    await f.listed('VPC');
    await f.until(async () => (await f.openAlerts()).includes('sync_failure of the fabric'));
    expect(await f.lives()).toEqual(
      allOf(['VPC/both', 'VPC/changed', 'VPC/orphan'], { state: null, history: [] }),
    );
    expect(await f.connections()).toEqual({ git: 'failed', cluster: 'connected' });

    await origin.comeBack();
    await f.sync();
    await f.reached({ both: 'SYNCED', changed: 'DRIFTED', desired: 'PENDING', orphan: 'ORPHANED' });
    expect(await f.lives()).toEqual(ALL_SIGHTS);
  });

  test('Git that is read before the cluster answers: the same states, the same history', async () => {
    const origin = await originOf(allInGit);
    await applyAll();
    const clusterIdentity = await identifyCluster(cluster.kubeconfig);
    await server.kill();
    const f = await watch({ url: origin.url, clusterIdentity });
    await f.read(await origin.git('rev-parse', 'HEAD'));
    await f.until(async () => (await f.openAlerts()).includes('sync_failure of the fabric'));
    expect(await f.lives()).toEqual(
      allOf(['VPC/both', 'VPC/changed', 'VPC/desired'], { state: null, history: [] }),
    );

    await server.restart();
    await f.reached({ both: 'SYNCED', changed: 'DRIFTED', desired: 'PENDING', orphan: 'ORPHANED' });
    expect(await f.lives()).toEqual(ALL_SIGHTS);
    await f.until(async () => !(await f.openAlerts()).includes('sync_failure of the fabric'));
  });

  test('an API server that is killed: no state changes, and what happened meanwhile is not lost', async () => {
    const origin = await originOf({ 'vpcs.yaml': manifestOf(both, changed) });
    for (const object of [both, changed]) await cluster.apply('argocd-controller', object);
    const f = await watch({ url: origin.url });
    await f.reached({ both: 'SYNCED', changed: 'SYNCED' });

    await server.kill();
    await f.until(async () => (await f.kinds()).get('VPC')?.availability === 'error');
    expect(await f.states()).toEqual({ both: 'SYNCED', changed: 'SYNCED' });
    await server.restart();
    await cluster.patch('kubectl-edit', changed, { spec: { subnets: { web: { vlan: 1777 } } } });
    await cluster.delete(both);
    await cluster.apply('argocd-controller', orphan);
    await f.reached({ both: 'DRIFTED', changed: 'DRIFTED', orphan: 'ORPHANED' });
    await f.until(async () => !(await f.openAlerts()).includes('sync_failure of the fabric'));
    const drifted = ['∅→SYNCED first_sight', 'SYNCED→DRIFTED drift_detected'];
    expect(await f.lives()).toEqual({
      ...allOf(['VPC/both', 'VPC/changed'], { state: 'DRIFTED', history: drifted }),
      ...firstSights({ orphan: 'ORPHANED' }),
    });
  });

  test('a repository that cannot be reached: states stay, one alert tells, and then everything is caught up with', async () => {
    const origin = await originOf({ 'vpcs.yaml': manifestOf(both, changed) });
    for (const object of [both, changed]) await cluster.apply('argocd-controller', object);
    const f = await watch({ url: origin.url });
    await f.reached({ both: 'SYNCED', changed: 'SYNCED' });

    await origin.goAway();
    await f.sync();
    await f.until(async () => (await f.openAlerts()).includes('sync_failure of the fabric'));
    await cluster.patch('kubectl-edit', changed, { spec: { subnets: { web: { vlan: 1777 } } } });
    // The change is seen, but what Git says meanwhile is not known, so nothing is concluded from it.
    await f.until(async () => (await f.row('changed'))?.proofWanted === 'both');
    expect(await f.lives()).toEqual(
      allOf(['VPC/both', 'VPC/changed'], { state: 'SYNCED', history: ['∅→SYNCED first_sight'] }),
    );
    expect(await f.openAlerts()).toEqual(['sync_failure of the fabric']);
    expect(await f.connections()).toEqual({ git: 'failed', cluster: 'connected' });

    await origin.comeBack();
    await f.sync();
    await f.reached({ both: 'SYNCED', changed: 'DRIFTED' });
    expect(await f.openAlerts()).toEqual(['drift_detected']);
    expect(await f.connections()).toEqual({ git: 'connected', cluster: 'connected' });
  });

  test('a history that was rewound is looked at twice, then taken', async () => {
    const origin = await originOf({ 'vpcs.yaml': manifestOf(both) });
    await cluster.apply('argocd-controller', both);
    const f = await watch({ url: origin.url });
    await f.reached({ both: 'SYNCED' });
    const first = await origin.git('rev-parse', 'HEAD');
    await origin.commit({ 'vpcs.yaml': manifestOf(vpcOf('both', 1600), desired) }, 'Change and add');
    await f.sync();
    await f.reached({ both: 'PENDING', desired: 'PENDING' });

    await origin.git('push', '--quiet', '--force', 'origin', `${first}:main`);
    await f.sync();
    await f.reached({ both: 'SYNCED', desired: undefined });
    expect(await f.lives()).toEqual({
      'VPC/both': {
        state: 'SYNCED',
        history: ['∅→SYNCED first_sight', 'SYNCED→PENDING git_sync', 'PENDING→SYNCED deployment'],
      },
      'VPC/desired': { state: 'gone', history: ['∅→PENDING first_sight', 'PENDING→REMOVED removed'] },
    });
    expect((await f.fabric()).gitRevision).toBe(first);
  });

  test('a version that the cluster does not serve is a finding, and the object waits', async () => {
    const origin = await originOf({
      'vpcs.yaml': manifestOf({ ...both, apiVersion: 'vpc.githedgehog.com/v1alpha9' }),
    });
    const f = await watch({ url: origin.url });
    await f.reached({ both: 'PENDING' });
    await f.until(async () => (await f.findings()).length > 0);
    expect(await f.findings()).toMatchObject([
      { code: 'api_version_not_served', path: 'vpcs.yaml', message: expect.stringContaining('v1beta1') },
    ]);
    await origin.commit({ 'vpcs.yaml': manifestOf(both) }, 'The served version');
    await f.sync();
    await f.until(async () => (await f.findings()).length === 0);
  });

  test('an object that is recreated within a moment is another object with the same life', async () => {
    const origin = await originOf({ 'vpcs.yaml': manifestOf(both) });
    await cluster.apply('argocd-controller', both);
    const f = await watch({ url: origin.url });
    await f.reached({ both: 'SYNCED' });
    const before = (await f.row('both'))?.actualUid;
    await cluster.delete(both);
    await cluster.apply('argocd-controller', both);
    await f.until(async () => {
      const row = await f.row('both');
      return row?.actualUid != null && row.actualUid !== before && row.proofWanted === null;
    });
    expect(await f.lives()).toEqual(firstSights({ both: 'SYNCED' }));
  });

  test('a token that may not read one kind: that kind stays unknown, the others live', async () => {
    const rule = (resourceNames: string[], apiGroups: string[]) => ({
      apiGroups,
      resources: resourceNames,
      verbs: ['get', 'list', 'watch'],
    });
    await cluster.request('POST', '/apis/rbac.authorization.k8s.io/v1/clusterroles', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'viewer' },
      rules: [
        rule(['namespaces'], ['']),
        rule(['customresourcedefinitions'], ['apiextensions.k8s.io']),
        rule(['vpcs', 'vpcattachments'], ['vpc.githedgehog.com']),
      ],
    });
    await cluster.request('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'viewer' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'viewer' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: VIEWER.name }],
    });
    const hidden = peering('both', 'changed');
    for (const object of [both, hidden]) await cluster.apply('argocd-controller', object);
    const origin = await originOf({ 'all.yaml': manifestOf(both, hidden) });
    const f = await watch({ url: origin.url, kubeconfig: server.kubeconfigFor(VIEWER.token) });
    await f.reached({ both: 'SYNCED' });
    await f.until(async () => (await f.kinds()).get('VPCPeering')?.availability === 'forbidden');
    await cluster.patch('kubectl-edit', both, { spec: { subnets: { web: { vlan: 1777 } } } });
    await f.reached({ both: 'DRIFTED' });
    expect(await f.lives()).toEqual({
      'VPC/both': { state: 'DRIFTED', history: ['∅→SYNCED first_sight', 'SYNCED→DRIFTED drift_detected'] },
      'VPCPeering/both--changed': { state: null, history: [] },
    });
  });

  test('a CRD that goes and comes back takes no record with it', async () => {
    const name = 'vpcpeerings.vpc.githedgehog.com';
    const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`;
    const { body: crd } = await server.api('GET', path);
    const peer = peering('both', 'changed');
    for (const object of [both, peer]) await cluster.apply('argocd-controller', object);
    const origin = await originOf({ 'all.yaml': manifestOf(both, peer) });
    const f = await watch({ url: origin.url });
    await f.reached({ both: 'SYNCED', 'both--changed': 'SYNCED' });

    await server.api('DELETE', path);
    await f.until(async () => (await f.kinds()).get('VPCPeering')?.availability === 'missing');
    await f.until(async () => (await f.findings()).some(({ code }) => code === 'api_version_not_served'));
    expect((await f.row('both'))?.state).toBe('SYNCED');

    const { spec } = crd;
    await server.api('POST', path.slice(0, path.lastIndexOf('/')), {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name },
      spec,
    });
    await f.reached({ 'both--changed': 'DRIFTED' });
    await cluster.apply('argocd-controller', peer);
    await f.reached({ 'both--changed': 'SYNCED' });
    await f.until(async () => (await f.findings()).length === 0);
    expect(await f.lives()).toEqual({
      ...firstSights({ both: 'SYNCED' }),
      'VPCPeering/both--changed': {
        state: 'SYNCED',
        history: ['∅→SYNCED first_sight', 'SYNCED→DRIFTED drift_detected', 'DRIFTED→SYNCED drift_resolved'],
      },
    });
  });
});
