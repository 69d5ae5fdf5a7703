import { identityKey, type ResourceIdentity } from '../domain/hedgehog/kubernetes-object.ts';
import type { GitReading, UnreadablePart } from './reading.ts';

/**
 * True when a reading proves that a resource is not in Git: it is in no document, and no part that could not be read
 * stands in the file that had it last, is known to be about it, or holds its name.
 */
export function provesAbsence(
  reading: GitReading,
  identity: ResourceIdentity,
  lastPath: string | null,
): boolean {
  if (presentIn(reading).has(identityKey(identity))) return false;
  return !reading.unreadable.some((part) => mayHide(part, identity, lastPath));
}

/** Asked for many resources of one reading, so its identities are collected once. */
const PRESENT = new WeakMap<GitReading, ReadonlySet<string>>();

function presentIn(reading: GitReading): ReadonlySet<string> {
  const known = PRESENT.get(reading);
  if (known !== undefined) return known;
  const present = new Set(
    [...reading.documents, ...reading.ambiguous].map((entry) => identityKey(entry.identity)),
  );
  PRESENT.set(reading, present);
  return present;
}

function mayHide(part: UnreadablePart, identity: ResourceIdentity, lastPath: string | null): boolean {
  if (part.identity !== null) return identityKey(part.identity) === identityKey(identity);
  if (part.path === lastPath) return true;
  return part.text !== null && nameIn(part.text, identity.name);
}

/** Whether a text holds a name as a whole word, where words are what names of Kubernetes are made of. */
function nameIn(text: string, name: string): boolean {
  const isPart = (character: string) => /[a-z0-9.-]/.test(character);
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    if (!isPart(text.charAt(at - 1)) && !isPart(text.charAt(at + name.length))) return true;
  }
  return false;
}
