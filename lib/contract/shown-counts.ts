import { RESOURCE_STATES, type ResourceState } from '../domain/lifecycle/states.ts';
import { certaintyOf } from './certainty.ts';
import type { FabricSummary } from './fabric-summary.ts';

/** `UNKNOWN` is not a state: it is what is shown where none can be proven. */
export type ShownState = ResourceState | 'UNKNOWN';

export interface ShownCounts {
  counts: Record<ShownState, number>;
  total: number;
  /** The oldest proof among what is unknown now; null when nothing was ever proven. */
  lastProvenAt: string | null;
}

/** How many resources may be shown in each state now: what cannot be proven counts as unknown. */
export function shownCounts(
  { git, cluster, kinds }: Pick<FabricSummary, 'git' | 'cluster' | 'kinds'>,
  now: number,
): ShownCounts {
  const counts: Record<ShownState, number> = {
    SYNCED: 0,
    DRIFTED: 0,
    PENDING: 0,
    COMMITTED: 0,
    DRAFT: 0,
    ORPHANED: 0,
    UNKNOWN: 0,
  };
  const proofs: string[] = [];
  for (const { reading, counts: ofKind } of kinds) {
    counts.UNKNOWN += ofKind.unread + ofKind.stale;
    for (const state of RESOURCE_STATES) {
      if (ofKind[state] === 0) continue;
      const certainty = certaintyOf(state, { git, cluster, kind: reading }, now);
      counts[certainty.level === 'proven' ? state : 'UNKNOWN'] += ofKind[state];
      if (certainty.level === 'unknown' && certainty.provenAt !== null) proofs.push(certainty.provenAt);
    }
  }
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { counts, total, lastProvenAt: proofs.sort()[0] ?? null };
}
