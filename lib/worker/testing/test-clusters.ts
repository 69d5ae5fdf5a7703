import { findHedgehogCrds, findKubeAssets } from '#lib/kubernetes/testing/find-kube-assets.ts';
import { startKubeApiServer } from '#lib/kubernetes/testing/kube-apiserver.ts';
import { startSandboxApiServer } from '#lib/sandbox/api-server/start.ts';
import { SANDBOX_CRDS } from '#lib/sandbox/crds/sandbox-crds.ts';

/** A cluster for a test, with the hands of an outsider. */
export interface TestCluster {
  kubeconfig: string;
  /** Creates or replaces a VPC as a field manager; returns the status code. */
  put(manager: string, name: string, spec: unknown): Promise<number>;
  remove(name: string): Promise<number>;
  stop(): Promise<void>;
}

const PATH = '/apis/vpc.githedgehog.com/v1beta1/namespaces/default/vpcs';

function outsider(
  api: (method: string, path: string, body?: unknown) => Promise<number>,
): Pick<TestCluster, 'put' | 'remove'> {
  return {
    async put(manager, name, spec) {
      const object = {
        apiVersion: 'vpc.githedgehog.com/v1beta1',
        kind: 'VPC',
        metadata: { name, namespace: 'default' },
        spec,
      };
      const created = await api('POST', `${PATH}?fieldManager=${manager}`, object);
      return created === 409 ? api('PATCH', `${PATH}/${name}?fieldManager=${manager}`, { spec }) : created;
    },
    remove: (name) => api('DELETE', `${PATH}/${name}`),
  };
}

async function sandbox(): Promise<TestCluster> {
  const server = await startSandboxApiServer({ directory: null, crds: SANDBOX_CRDS });
  const api = async (method: string, path: string, body?: unknown) => {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const answer = await fetch(`${server.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${server.token}`, 'content-type': type },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    await answer.text();
    return answer.status;
  };
  return { kubeconfig: server.kubeconfig, ...outsider(api), stop: () => server.stop() };
}

async function kubeApiServer(crds: string): Promise<TestCluster> {
  const server = await startKubeApiServer({ crds });
  const api = async (method: string, path: string, body?: unknown) =>
    (await server.api(method, path, body)).status;
  return { kubeconfig: server.kubeconfig, ...outsider(api), stop: () => server.stop() };
}

/** The clusters to test on: our own always, the real one where its programs are. */
export function testClusters(): { name: string; start: () => Promise<TestCluster> }[] {
  const crds = findHedgehogCrds();
  const real =
    findKubeAssets() === null || crds === null
      ? []
      : [{ name: 'kube-apiserver', start: () => kubeApiServer(crds) }];
  return [{ name: 'sandbox', start: sandbox }, ...real];
}
