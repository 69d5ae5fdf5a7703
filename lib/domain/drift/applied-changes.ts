import { isJsonObject, type Json, type KubernetesObject } from '../hedgehog/kubernetes-object.ts';
import { isOwnedAnnotation, isOwnedLabel } from '../hedgehog/owned-metadata.ts';
import type { Path } from './comparison.ts';
import { pathText } from './path-text.ts';
import { isSameValue } from './same-value.ts';

// Below it a place is compared whole, so that depth cannot hurt.
const DEEPEST = 100;

const own = (object: { [key: string]: Json }, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

function collect(before: Json | undefined, after: Json | undefined, path: Path, found: Path[]): void {
  if (path.length < DEEPEST && isJsonObject(before) && isJsonObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      collect(own(before, key), own(after, key), [...path, key], found);
    return;
  }
  const sameLength = Array.isArray(before) && Array.isArray(after) && before.length === after.length;
  if (path.length < DEEPEST && sameLength) {
    for (const [index, item] of before.entries()) collect(item, after[index], [...path, index], found);
    return;
  }
  if (!isSameValue(before, after)) found.push(path);
}

/** A map without what webhooks and GitOps tools own in it (hedgehog-kinds.md B.4); no map is an empty one. */
function withoutOwned(entries: Json | undefined, isOwned: (key: string) => boolean): Json {
  if (!isJsonObject(entries)) return {};
  return Object.fromEntries(Object.entries(entries).filter(([key]) => !isOwned(key)));
}

/**
 * The leaves of spec, labels and annotations that are not the same in two answers of one API server, as people read
 * paths; a list that grows or shrinks is one leaf. Nothing is normalised: both are in the server's own spelling.
 */
export function appliedChanges(before: KubernetesObject, after: KubernetesObject): string[] {
  const found: Path[] = [];
  const [left, right] = [before.metadata, after.metadata];
  collect(before.spec, after.spec, ['spec'], found);
  collect(
    withoutOwned(left.labels ?? undefined, isOwnedLabel),
    withoutOwned(right.labels ?? undefined, isOwnedLabel),
    ['metadata', 'labels'],
    found,
  );
  collect(
    withoutOwned(left.annotations ?? undefined, isOwnedAnnotation),
    withoutOwned(right.annotations ?? undefined, isOwnedAnnotation),
    ['metadata', 'annotations'],
    found,
  );
  return found.map(pathText);
}
