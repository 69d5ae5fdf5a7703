import type { Json } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { findHedgehogCrds, findKubeAssets } from '#lib/kubernetes/testing/find-kube-assets.ts';
import { startKubeApiServer } from '#lib/kubernetes/testing/kube-apiserver.ts';
import { startSandboxApiServer } from '#lib/sandbox/api-server/start.ts';
import { SANDBOX_CRDS } from '#lib/sandbox/crds/sandbox-crds.ts';
import { createOutsider, type Outsider } from './outsider.ts';

/** A cluster for a test, with the hands of an outsider. */
export interface TestCluster extends Outsider {
  kubeconfig: string;
  /** Creates or replaces a VPC as a field manager; returns the status code. */
  put(manager: string, name: string, spec: Json): Promise<number>;
  /** Deletes a VPC; returns the status code. */
  remove(name: string): Promise<number>;
  stop(): Promise<void>;
}

const PATH = '/apis/vpc.githedgehog.com/v1beta1/namespaces/default/vpcs';

/** The cluster of a running API server of whatever make. */
export function testCluster(server: { kubeconfig: string; stop(): Promise<void> }): TestCluster {
  const outsider = createOutsider(server.kubeconfig);
  return {
    ...outsider,
    kubeconfig: server.kubeconfig,
    async put(manager, name, spec) {
      const object = {
        apiVersion: 'vpc.githedgehog.com/v1beta1',
        kind: 'VPC',
        metadata: { name, namespace: 'default' },
        spec,
      };
      const created = await outsider.request('POST', `${PATH}?fieldManager=${manager}`, object);
      return created === 409
        ? outsider.request('PATCH', `${PATH}/${name}?fieldManager=${manager}`, { spec })
        : created;
    },
    remove: (name) => outsider.request('DELETE', `${PATH}/${name}`),
    async stop() {
      outsider.close();
      await server.stop();
    },
  };
}

/** Our own API server with its own CRDs, in memory; `compact` makes every watch of it start again. */
export async function startSandboxCluster(): Promise<TestCluster & { compact(): void }> {
  const server = await startSandboxApiServer({ directory: null, crds: SANDBOX_CRDS });
  return { ...testCluster(server), compact: () => server.compact() };
}

/** The clusters to test on: our own always, the real one where its programs are. */
export function testClusters(): { name: string; start: () => Promise<TestCluster> }[] {
  const crds = findHedgehogCrds();
  const real =
    findKubeAssets() === null || crds === null
      ? []
      : [{ name: 'kube-apiserver', start: async () => testCluster(await startKubeApiServer({ crds })) }];
  return [{ name: 'sandbox', start: startSandboxCluster }, ...real];
}
