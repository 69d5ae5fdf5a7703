import { EqualNot, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { DifferenceClass } from '#lib/domain/drift/comparison.ts';

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
