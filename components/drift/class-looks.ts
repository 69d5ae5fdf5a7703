import { CircleQuestionMark, Clock3, EqualNot, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { DifferenceClass } from '#lib/domain/drift/comparison.ts';

/** What a real difference counts as: drift, what waits for its deployment, or nothing that may be said now. */
export type Counts = 'drift' | 'awaited' | 'unknown';

interface Look {
  word: string;
  icon: LucideIcon | null;
  text: string;
}

/** Real ones in colour; what is explained is quiet, but for what the fabric does not do. */
export const CLASS_LOOKS: Record<DifferenceClass, Look> = {
  real: { word: 'Real', icon: EqualNot, text: 'text-drifted' },
  defaulted: { word: 'Defaulted', icon: null, text: 'text-ink-2' },
  rewritten: { word: 'Rewritten', icon: null, text: 'text-ink-2' },
  dropped: { word: 'Dropped', icon: TriangleAlert, text: 'text-pending' },
  'cluster-owned': { word: 'Cluster-owned', icon: null, text: 'text-ink-2' },
  ignored: { word: 'Ignored', icon: null, text: 'text-ink-2' },
};

const REAL_LOOKS: Record<Counts, Look> = {
  drift: CLASS_LOOKS.real,
  awaited: { word: 'Awaited', icon: Clock3, text: 'text-pending' },
  unknown: { word: 'Real', icon: CircleQuestionMark, text: 'text-unknown' },
};

/** How a class looks where real differences count as this. */
export function looksOf(of: DifferenceClass, counts: Counts): Look {
  return of === 'real' ? REAL_LOOKS[counts] : CLASS_LOOKS[of];
}
