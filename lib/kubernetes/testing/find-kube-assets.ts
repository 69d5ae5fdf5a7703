import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

/** The folder of shared test material: `SHARED_DIR`, else `shared` beside the project; it need not exist. */
function sharedFolder(): string {
  return process.env.SHARED_DIR ?? path.join(PROJECT, '..', 'shared');
}

/** The folder with `kube-apiserver` and `etcd`: `KUBEBUILDER_ASSETS`, else the shared one; null (said loudly) when there is none. */
export function findKubeAssets(): string | null {
  const candidates = [process.env.KUBEBUILDER_ASSETS, path.join(sharedFolder(), 'kube')];
  for (const folder of candidates) {
    if (folder === undefined) continue;
    if (['kube-apiserver', 'etcd'].every((name) => existsSync(path.join(folder, name)))) return folder;
  }
  console.warn(
    'NO REAL API SERVER: suites that need kube-apiserver and etcd are left out. Set KUBEBUILDER_ASSETS to a folder that holds both.',
  );
  return null;
}

/** The folder with the fabric's real CRDs; null (said loudly) when it is absent. */
export function findHedgehogCrds(): string | null {
  const folder = path.join(sharedFolder(), 'data', 'hedgehog', 'crds');
  if (existsSync(folder)) return folder;
  console.warn(
    'NO HEDGEHOG CRDS: suites that read the real CRDs are left out. Set SHARED_DIR to the folder that holds data/hedgehog/crds.',
  );
  return null;
}
