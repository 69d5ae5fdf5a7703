import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import { type ShownState, shownCounts } from '#lib/contract/shown-counts.ts';

// Worst first: what cannot be proven comes before everything but proven drift.
const ORDER: readonly ShownState[] = [
  'DRIFTED',
  'UNKNOWN',
  'ORPHANED',
  'PENDING',
  'COMMITTED',
  'DRAFT',
  'SYNCED',
];

/** The one glyph that stands for a fabric: the worst that is in it. */
export function fabricMark(fabric: FabricSummary, now: number): ShownState {
  const { counts } = shownCounts(fabric, now);
  return ORDER.find((state) => counts[state] > 0) ?? 'UNKNOWN';
}
