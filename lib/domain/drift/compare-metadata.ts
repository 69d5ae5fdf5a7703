import type { KindProfile } from '../hedgehog/kind-profile.ts';
import type { KubernetesObject } from '../hedgehog/kubernetes-object.ts';
import { isOwnedAnnotation, isOwnedLabel } from '../hedgehog/owned-metadata.ts';
import { reportDifference, type Walk, writerHere } from './classify.ts';
import { isDeployer, isInstaller } from './ownership.ts';
import { isSameValue } from './same-value.ts';

type Entries = Record<string, string> | null | undefined;

const own = (entries: Entries, key: string): string | undefined =>
  typeof entries === 'object' && entries !== null && Object.hasOwn(entries, key) ? entries[key] : undefined;

/** What of one of the two maps counts for the score. */
export interface MetadataShare {
  declared: boolean;
  differs: boolean;
}

function compareEntry(
  walk: Walk,
  key: string,
  desired: string | undefined,
  actual: string | undefined,
  configures: boolean,
) {
  walk.path.push(key);
  walk.tokens.push(`f:${key}`);
  if (desired !== undefined)
    reportDifference(walk, { desired, actual, silent: false }, configures ? 'high' : 'low', false);
  else {
    const writer = writerHere(walk);
    const byHand = writer !== null && !isDeployer(writer.manager) && !isInstaller(writer.manager);
    if (byHand) reportDifference(walk, { desired, actual, silent: true }, 'high', false);
  }
  walk.tokens.pop();
  walk.path.pop();
}

function compareEntries(
  walk: Walk,
  field: 'labels' | 'annotations',
  desired: Entries,
  actual: Entries,
  isOwned: (key: string) => boolean,
  configuring: readonly string[],
): MetadataShare {
  const share = { declared: false, differs: false };
  const before = walk.real;
  walk.path.push('metadata', field);
  walk.tokens.push('f:metadata', `f:${field}`);
  for (const key of Object.keys(desired ?? {})) {
    const value = own(desired, key);
    if (value === undefined || value === null || isOwned(key)) continue;
    share.declared = true;
    if (!isSameValue(value, own(actual, key)))
      compareEntry(walk, key, value, own(actual, key), configuring.includes(key));
  }
  for (const key of configuring) {
    const value = own(actual, key);
    if (own(desired, key) === undefined && value !== undefined)
      compareEntry(walk, key, undefined, value, true);
  }
  walk.path.length -= 2;
  walk.tokens.length -= 2;
  share.differs = walk.real > before;
  return share;
}

/**
 * Compares the labels and annotations that Git declares, without those that webhooks and GitOps tools own (B.4), and
 * the annotations that configure the object, which count as part of its spec when a hand put them into the cluster.
 */
export function compareMetadata(
  walk: Walk,
  desired: KubernetesObject,
  actual: KubernetesObject,
  profile: KindProfile | null,
): MetadataShare[] {
  const left = desired.metadata;
  const right = actual.metadata;
  const configuring = profile?.configuringAnnotations ?? [];
  return [
    compareEntries(walk, 'labels', left.labels, right.labels, isOwnedLabel, []),
    compareEntries(walk, 'annotations', left.annotations, right.annotations, isOwnedAnnotation, configuring),
  ];
}
