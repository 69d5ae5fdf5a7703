import { clusterFreshness } from '#lib/contract/certainty.ts';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import { shownCounts } from '#lib/contract/shown-counts.ts';

/** What the sync of a fabric is derived from: its readings, its resources, and how many of them are not as they should be. */
export interface SyncFacts extends Pick<FabricSummary, 'git' | 'cluster' | 'kinds'> {
  /** DRIFTED, ORPHANED beyond an expected deletion, PENDING past grace, DRAFT over drift. */
  outOfSync: number;
}

/**
 * The sync of a fabric (lifecycle.md §9), with `unknown` where facts are stale or missing: what cannot be proven
 * is never in sync.
 */
export function deriveSync(facts: SyncFacts, now: number): FabricSummary['sync'] {
  const { git, cluster, outOfSync } = facts;
  if (git.error !== null) return 'error';
  if (git.readAt === null) return 'never_synced';
  // Git says something else than what the resources are compared with, whatever they look like.
  if (git.held !== null) return 'out_of_sync';
  const { counts } = shownCounts(facts, now);
  const clusterLevel = clusterFreshness(cluster, now).level;
  if (clusterLevel === 'broken' || clusterLevel === 'never') return 'unknown';
  if (outOfSync > 0) return 'out_of_sync';
  if (counts.UNKNOWN > 0) return 'unknown';
  return counts.COMMITTED + counts.PENDING > 0 ? 'syncing' : 'in_sync';
}
