import type { Normal } from './normalise.ts';
import type { Ownership } from './ownership.ts';

/** True or false as soon as one place that both sides wrote has an owner or none of them has; null when they share no place. */
function sharedPlaceOwned(
  desired: Normal,
  actual: Normal,
  tokens: string[],
  ownership: Ownership,
): boolean | null {
  let shared: boolean | null = null;
  for (const [key, child] of desired.children) {
    const other = actual.children.get(key);
    if (other === undefined || child.raw === undefined || other.raw === undefined) continue;
    tokens.push(`f:${other.key ?? key}`);
    const deeper = child.form === 'object' && other.form === 'object';
    const owned = deeper
      ? sharedPlaceOwned(child, other, tokens, ownership)
      : ownership.writerOf(tokens, tokens.length) !== null;
    tokens.pop();
    if (owned === true) return true;
    shared = owned ?? shared;
  }
  return shared;
}

/**
 * Whether nobody owning a place means anything: managedFields may be missing, malformed or cleared. They are trusted
 * when they know the writer of at least one thing that Git declares and the cluster has.
 */
export function isOwnershipKnown(
  desired: Normal | null,
  actual: Normal | null,
  ownership: Ownership,
): boolean {
  if (!ownership.hasEntries) return false;
  if (desired === null || actual === null) return true;
  return sharedPlaceOwned(desired, actual, ['f:spec'], ownership) ?? true;
}
