import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { secondOpinions } from '#db/schema/second-opinions.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import { findHedgehogCrds, findKubeAssets } from '#lib/kubernetes/testing/find-kube-assets.ts';
import type { KubeApiServer } from '#lib/kubernetes/testing/kube-apiserver.ts';
import { startKubeApiServer } from '#lib/kubernetes/testing/kube-apiserver.ts';
import { vpcOf } from './proof/testing/manifests.ts';
import { startAdmissionWebhook } from './testing/admission-webhook.ts';
import type { TestCluster } from './testing/test-clusters.ts';
import { testCluster } from './testing/test-clusters.ts';
import { watchOpinions } from './testing/watch-opinions.ts';

const crds = findKubeAssets() === null ? null : findHedgehogCrds();
const VIEWER = { name: 'viewer', token: 'viewer-who-may-only-read' };
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const WEBHOOKS = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';

describe.runIf(crds !== null)('a kube-apiserver that says no', () => {
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

  /** A fabric in which `vpc` has another VLAN in the cluster than in Git. */
  async function drifted(kubeconfig: string) {
    await cluster.apply('argocd-controller', vpcOf('a', 1777));
    const f = await watchOpinions(database, kubeconfig, [vpcOf('a', 1001)]);
    cleanup.push(f.end);
    await f.reached({ a: 'DRIFTED' });
    return f;
  }

  async function webhook(name: string) {
    const hook = await startAdmissionWebhook((object) =>
      object.includes('"vlan":1001') ? 'VLAN 1001 is the lab’s; ask “netops” first' : null,
    );
    expect(await cluster.request('POST', WEBHOOKS, hook.configuration(name))).toBe(201);
    cleanup.push(hook.close, () => cluster.request('DELETE', `${WEBHOOKS}/${name}`));
    // A webhook counts from the moment the server has learned of it.
    await expect
      .poll(() =>
        cluster.patch('probe', vpcOf('probe', 1), { spec: { subnets: { web: { vlan: 1001 } } } }).then(
          () => 'passed',
          (error: Error) => error.message,
        ),
      )
      .toContain('denied the request');
  }

  test('what a webhook denies is kept word for word', async () => {
    await cluster.apply('argocd-controller', vpcOf('probe', 1002));
    await webhook('vlans');
    const f = await drifted(server.kubeconfig);
    expect(await f.asked('a')).toMatchObject({
      outcome: 'refused',
      message:
        'admission webhook "vlans.example.com" denied the request: VLAN 1001 is the lab’s; ask “netops” first',
      changes: '[]',
    });
  });

  test('credentials that may only read: not permitted, and asked again after an hour', async () => {
    const rule = (apiGroups: string[]) => ({ apiGroups, resources: ['*'], verbs: ['get', 'list', 'watch'] });
    await cluster.request('POST', `${RBAC}/clusterroles`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'viewer' },
      rules: [rule(['']), rule(['apiextensions.k8s.io']), rule(['vpc.githedgehog.com'])],
    });
    await cluster.request('POST', `${RBAC}/clusterrolebindings`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'viewer' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'viewer' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: VIEWER.name }],
    });
    const f = await drifted(server.kubeconfigFor(VIEWER.token));
    const { outcome, message, askedAt } = await f.asked('a');
    expect(outcome).toBe('not_permitted');
    expect(message).toBe(
      'vpcs.vpc.githedgehog.com "a" is forbidden: User "viewer" cannot patch resource "vpcs" in API group "vpc.githedgehog.com" in the namespace "default"',
    );
    await f.sync();
    await f.until(async () => ((await f.fabric()).driftCheckedAt ?? new Date(0)) > askedAt);
    expect((await f.stored()).map((row) => row.askedAt)).toEqual([askedAt]);

    const longAgo = new Date(askedAt.getTime() - 3_600_001);
    await database.db.update(secondOpinions).set({ askedAt: longAgo });
    await f.sync();
    await f.until(async () => (await f.stored()).every((row) => row.askedAt > askedAt));
    expect(await f.opinionOf('a')).toMatchObject({ outcome: 'not_permitted' });
  });
});
