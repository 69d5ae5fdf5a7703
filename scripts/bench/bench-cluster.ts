import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** An API server for a bench, in another process. */
export interface BenchCluster {
  kubeconfig: string;
  /** One request to the VPCs; returns the status code. */
  send(method: string, name: string, body?: unknown): Promise<number>;
  stop(): void;
}

const VPCS = '/apis/vpc.githedgehog.com/v1beta1/namespaces/default/vpcs';

/** Starts the sandbox's API server as a child process. */
export async function startBenchCluster(): Promise<BenchCluster> {
  const child = fork(join(import.meta.dirname, 'api-server-process.ts'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [address] = (await once(child, 'message')) as [{ url: string; token: string; kubeconfig: string }];
  return {
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
    stop: () => child.disconnect(),
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
