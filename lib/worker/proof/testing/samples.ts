import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { findHedgehogCrds, findKubeAssets } from '#lib/kubernetes/testing/find-kube-assets.ts';

/** Sample manifests of real users and of the fabric's own documentation, with what a real API server needs to take them. */
export interface Samples {
  crds: string;
  /** A file's text, byte for byte. */
  text(file: string): string;
}

/** The shared samples; null, said loudly, where they or the programs of a real API server are absent. */
export function findSamples(): Samples | null {
  const crds = findHedgehogCrds();
  if (findKubeAssets() === null || crds === null) return null;
  const folder = path.join(crds, '..', 'samples');
  if (!existsSync(folder)) {
    console.warn('NO SAMPLE MANIFESTS: suites on real manifests are left out. Set SHARED_DIR.');
    return null;
  }
  return { crds, text: (file) => readFileSync(path.join(folder, file), 'utf8') };
}

function isManifest(value: unknown): value is KubernetesObject {
  return typeof value === 'object' && value !== null && 'kind' in value && 'metadata' in value;
}

/** The objects of a manifest, read by another reader than the one under test. */
export function objectsOf(text: string): KubernetesObject[] {
  return loadAll(text).filter(isManifest);
}

/** How a life is called: `Kind/name`. */
export function lifeKey(object: Pick<KubernetesObject, 'kind' | 'metadata'>): string {
  return `${object.kind}/${object.metadata.name}`;
}
