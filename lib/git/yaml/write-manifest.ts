import { dump } from 'js-yaml';
import type { KubernetesObject } from '../../domain/hedgehog/kubernetes-object.ts';

const ORDER = ['apiVersion', 'kind', 'metadata', 'spec'];
const METADATA_ORDER = ['name', 'namespace', 'labels', 'annotations'];

/** An object as a manifest that Kubernetes tools read back as the same object, whatever its texts look like. */
export function writeManifest(object: KubernetesObject): string {
  const { metadata } = object;
  return dump(inOrder({ ...object, metadata: inOrder(metadata, METADATA_ORDER) }, ORDER), {
    lineWidth: -1,
    noRefs: true,
  });
}

function inOrder(value: object, first: readonly string[]): object {
  const rank = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(entries.toSorted(([a], [b]) => rank(a) - rank(b)));
}
