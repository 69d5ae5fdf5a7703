import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { findHedgehogCrds, findKubeAssets } from '#lib/kubernetes/testing/find-kube-assets.ts';
import { startKubeApiServer } from '#lib/kubernetes/testing/kube-apiserver.ts';

/** An API server for a bench, in another process. */
export interface BenchCluster {
  name: string;
  kubeconfig: string;
  /** One request to the VPCs; returns the status code. */
  send(method: string, name: string, body?: unknown): Promise<number>;
  stop(): Promise<void>;
}

const VPCS = '/apis/vpc.githedgehog.com/v1beta1/namespaces/default/vpcs';

async function sandboxAddress() {
  const child = fork(join(import.meta.dirname, 'api-server-process.ts'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [address] = (await once(child, 'message')) as [{ url: string; token: string; kubeconfig: string }];
  return { ...address, name: 'sandbox', stop: async () => child.disconnect() };
}

async function realAddress(crds: string) {
  // Its certificate is its own; the requests that fill it need not check it.
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  const server = await startKubeApiServer({ crds });
  const { url, token, kubeconfig } = server;
  return { url, token, kubeconfig, name: 'kube-apiserver', stop: () => server.stop() };
}

/** Starts an API server in other processes: the real one where its programs and the CRDs are, else the sandbox's. */
export async function startBenchCluster(): Promise<BenchCluster> {
  const crds = findHedgehogCrds();
  const real = crds !== null && findKubeAssets() !== null;
  const address = await (real ? realAddress(crds) : sandboxAddress());
  return {
    name: address.name,
    kubeconfig: address.kubeconfig,
    async send(method, name, body) {
      const path = method === 'POST' ? VPCS : `${VPCS}/${name}`;
      const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
      const answer = await fetch(`${address.url}${path}?fieldManager=bench`, {
        method,
        headers: { authorization: `Bearer ${address.token}`, 'content-type': type },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      await answer.arrayBuffer();
      return answer.status;
    },
    stop: address.stop,
  };
}

/** Creates VPCs `v-0` … in the cluster, some at a time. */
export async function fill(
  cluster: BenchCluster,
  count: number,
  object: (index: number) => unknown,
): Promise<void> {
  const AT_ONCE = 50;
  for (let start = 0; start < count; start += AT_ONCE) {
    const part = Array.from({ length: Math.min(AT_ONCE, count - start) }, (_, index) => start + index);
    await Promise.all(part.map((index) => cluster.send('POST', `v-${index}`, object(index))));
  }
}
