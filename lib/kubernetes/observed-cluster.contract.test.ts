import { startSandboxApiServer } from '#lib/sandbox/api-server/start.ts';
import { type ContractCluster, describeClusterContract } from './testing/cluster-contract.ts';
import { findKubeAssets } from './testing/find-kube-assets.ts';
import { createCrds } from './testing/install-crds.ts';
import { startKubeApiServer } from './testing/kube-apiserver.ts';
import { requestAnswer } from './testing/request-answer.ts';
import { crdOf, SERVER, SWITCH_GROUP } from './testing/test-kinds.ts';

const CRDS = [SERVER, SWITCH_GROUP].map((kind) => crdOf(kind));

async function startSandbox(): Promise<ContractCluster> {
  const server = await startSandboxApiServer({ directory: null, crds: CRDS });
  return {
    kubeconfig: server.kubeconfig,
    api: (...call) => requestAnswer(server, ...call),
    compact: async () => server.compact(),
    stop: () => server.stop(),
  };
}

async function startReal(): Promise<ContractCluster> {
  const server = await startKubeApiServer();
  await createCrds(server.api, CRDS);
  return {
    kubeconfig: server.kubeconfig,
    api: server.api,
    // Only a new process forgets the states that its watch cache still holds.
    async compact() {
      await server.compact();
      await server.kill();
      await server.restart();
    },
    stop: () => server.stop(),
  };
}

describeClusterContract('the sandbox', startSandbox);
if (findKubeAssets() === null)
  console.warn('OBSERVING A CLUSTER WAS TRIED ON THE SANDBOX ONLY: there is no kube-apiserver.');
else describeClusterContract('kube-apiserver', startReal);
