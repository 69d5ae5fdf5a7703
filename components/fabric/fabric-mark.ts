import { shownCounts } from '#components/lifecycle/shown-counts.ts';
import type { ShownState } from '#components/lifecycle/state-looks.ts';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';

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
