import type { ActualFacts, Instant, ResourceFacts } from './facts.ts';

/** What one reading of the cluster says of a resource; absence only from a complete listing or a DELETED event. */
export type ClusterObservation =
  | { kind: 'present'; actual: ActualFacts }
  | { kind: 'absent'; epoch: number; resourceVersion: string | null };

/** Compares resourceVersions as the API server orders them: as numbers of any length. */
export function compareResourceVersions(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) {
    const difference = BigInt(a) - BigInt(b);
    return difference === 0n ? 0 : difference > 0n ? 1 : -1;
  }
  return a === b ? 0 : a > b ? 1 : -1;
}

function isOlder(held: ActualFacts, epoch: number, resourceVersion: string | null): boolean {
  if (epoch !== held.epoch) return epoch < held.epoch;
  return resourceVersion !== null && compareResourceVersions(resourceVersion, held.resourceVersion) < 0;
}

/**
 * The facts after a reading of the cluster. An older observation than the facts held is dropped;
 * one that says the same (a status update) returns the very same facts.
 */
export function observeCluster(
  facts: ResourceFacts,
  observation: ClusterObservation,
  now: Instant,
): ResourceFacts {
  const held = facts.actual;
  if (observation.kind === 'absent') {
    if (held === null || isOlder(held, observation.epoch, observation.resourceVersion)) return facts;
    return { ...facts, actual: null, actualUpdatedAt: now, deletionRequestedAt: null };
  }
  const { actual } = observation;
  if (held !== null && isOlder(held, actual.epoch, actual.resourceVersion)) return facts;
  const same =
    held !== null &&
    held.hash === actual.hash &&
    held.deleting === actual.deleting &&
    held.epoch === actual.epoch;
  if (same) return facts;
  const replaced = held !== null && held.uid !== actual.uid;
  const deletionRequestedAt = replaced ? null : facts.deletionRequestedAt;
  return { ...facts, actual, actualUpdatedAt: now, deletionRequestedAt };
}
