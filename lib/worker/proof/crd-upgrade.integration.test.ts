import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import type { JsonObject, KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { findHedgehogCrds, findKubeAssets } from '#lib/kubernetes/testing/find-kube-assets.ts';
import type { KubeApiServer } from '#lib/kubernetes/testing/kube-apiserver.ts';
import { startKubeApiServer } from '#lib/kubernetes/testing/kube-apiserver.ts';
import { removeFabric } from '#lib/services/fabric/remove-fabric.ts';
import { createGitOrigin } from '../testing/git-origin.ts';
import type { TestCluster } from '../testing/test-clusters.ts';
import { testCluster } from '../testing/test-clusters.ts';
import { watchFabric } from '../testing/watched-fabric.ts';
import { manifestOf, vpcOf } from './testing/manifests.ts';

const crds = findKubeAssets() === null ? null : findHedgehogCrds();
interface Crd {
  spec: {
    versions: { schema: { openAPIV3Schema: { properties: { spec: { properties: JsonObject } } } } }[];
  };
}
const CRD = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/vpcs.vpc.githedgehog.com';

describe.runIf(crds !== null)('a CRD that is upgraded while it is watched', () => {
  let database: TestDatabase;
  let server: KubeApiServer;
  let cluster: TestCluster;
  beforeAll(async () => {
    const starting = startKubeApiServer({ crds });
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

  async function watch(object: KubernetesObject) {
    const origin = await createGitOrigin();
    cleanup.push(origin.remove);
    await origin.commit({ 'vpc.yaml': manifestOf(object) }, 'Begin');
    const f = await watchFabric(database, { url: origin.url, kubeconfig: cluster.kubeconfig });
    cleanup.push(async () => {
      await f.close();
      await removeFabric(database.db, f.fabricId, 'test');
    });
    return f;
  }

  /** Gives the spec one more field, in every version. */
  async function addField(name: string, schema: { type: string; default?: string }) {
    const crd = structuredClone((await server.api('GET', CRD)).body) as Crd & JsonObject;
    for (const version of crd.spec.versions)
      version.schema.openAPIV3Schema.properties.spec.properties[name] = schema;
    const { status } = await server.api('PUT', CRD, crd);
    expect(status).toBe(200);
  }

  test('what it dropped so far is missing once it knows the field', async () => {
    const plain = vpcOf('both', 1001);
    const wanted = { ...plain, spec: { ...Object(plain.spec), color: 'blue' } };
    await cluster.create('kubectl-create', wanted);
    const f = await watch(wanted);
    await f.reached({ both: 'SYNCED' });
    await addField('color', { type: 'string' });
    await f.reached({ both: 'DRIFTED' });
    expect(await f.row('both')).toMatchObject({
      driftCount: 1,
      driftFirst: 'spec.color blue is not in the cluster',
    });
    await cluster.apply('argocd-controller', wanted);
    await f.reached({ both: 'SYNCED' });
  });

  test('what it fills from now on is no drift', async () => {
    const wanted = vpcOf('both', 1001);
    await cluster.apply('argocd-controller', wanted);
    const f = await watch(wanted);
    await f.reached({ both: 'SYNCED' });
    await addField('shade', { type: 'string', default: 'dark' });
    await f.until(async () => (await f.fabric()).driftCheckedAt);
    await cluster.patch('kubectl-edit', wanted, { spec: { shade: 'light' } });
    await f.reached({ both: 'DRIFTED' });
    await cluster.patch('kubectl-edit', wanted, { spec: { shade: null } });
    await f.reached({ both: 'SYNCED' });
    expect(await f.history('both')).toHaveLength(3);
  });
});
