import { describe, it } from 'vitest';
import { describeClusterContract } from './testing/cluster-contract.ts';
import { findKubeAssets } from './testing/find-kube-assets.ts';
import { createCrds } from './testing/install-crds.ts';
import { startKubeApiServer } from './testing/kube-apiserver.ts';
import { crdOf, SERVER, SWITCH_GROUP } from './testing/test-kinds.ts';

if (findKubeAssets() === null) {
  describe('kube-apiserver keeps the contract', () => {
    it.skip('left out: there is no kube-apiserver', () => undefined);
  });
} else {
  describeClusterContract('kube-apiserver', async () => {
    const server = await startKubeApiServer();
    await createCrds(
      server.api,
      [SERVER, SWITCH_GROUP].map((kind) => crdOf(kind)),
    );
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
  });
}
