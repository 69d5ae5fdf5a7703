import { load } from 'js-yaml';
import { findHedgehogCrds, findKubeAssets } from '#lib/kubernetes/testing/find-kube-assets.ts';
import { startKubeApiServer } from '#lib/kubernetes/testing/kube-apiserver.ts';
import type { ApiServerAddress } from '../api-client.ts';
import { startSandboxApiServer } from '../api-server/start.ts';
import { SANDBOX_CRDS } from '../crds/sandbox-crds.ts';
import { isJsonObject } from '../json-value.ts';

export interface ContractServer extends ApiServerAddress {
  kubeconfig: string;
  compact(): Promise<void>;
  stop(): Promise<void>;
}

export interface ContractSubject {
  name: string;
  start(): Promise<ContractServer>;
}

async function startSandbox(): Promise<ContractServer> {
  const server = await startSandboxApiServer({ directory: null, crds: SANDBOX_CRDS });
  return { ...server, compact: async () => server.compact() };
}

async function startReal(): Promise<ContractServer> {
  const server = await startKubeApiServer({ crds: findHedgehogCrds() });
  const { kubeconfig, url, token } = server;
  return {
    kubeconfig,
    url,
    token,
    ca: certificateOf(kubeconfig),
    compact: () => server.compact(),
    stop: () => server.stop(),
  };
}

function certificateOf(kubeconfig: string): string {
  const parsed: unknown = load(kubeconfig);
  const clusters = isJsonObject(parsed) && Array.isArray(parsed.clusters) ? parsed.clusters : [];
  const first = clusters[0];
  const cluster = isJsonObject(first) && isJsonObject(first.cluster) ? first.cluster : {};
  return Buffer.from(String(cluster['certificate-authority-data'] ?? ''), 'base64').toString('utf8');
}

const SANDBOX: ContractSubject = { name: 'the sandbox', start: startSandbox };

/** The sandbox, and a real kube-apiserver with the fabric's real CRDs where its files are at hand. */
export function contractSubjects(): ContractSubject[] {
  if (findKubeAssets() === null || findHedgehogCrds() === null) {
    console.warn('THE CONTRACT OF THE API SERVER RAN ON THE SANDBOX ONLY: the real one was not found.');
    return [SANDBOX];
  }
  return [SANDBOX, { name: 'kube-apiserver', start: startReal }];
}
