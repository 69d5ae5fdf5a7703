import type { ResourceIdentity } from '../domain/hedgehog/kubernetes-object.ts';
import type { GitReading } from './reading.ts';

/**
 * True when a reading proves that a resource is not in Git: it is in no document, and no part that could not be read
 * stands in the file that had it last, is known to be about it, or holds its name.
 */
export function provesAbsence(
  _reading: GitReading,
  _identity: ResourceIdentity,
  _lastPath: string | null,
): boolean {
  throw new Error('not built yet');
}
