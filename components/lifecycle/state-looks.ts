import type { LucideIcon } from 'lucide-react';
import {
  Check,
  CircleQuestionMark,
  Clock3,
  EqualNot,
  GitCommitHorizontal,
  PencilLine,
  Unlink,
} from 'lucide-react';
import type { ShownState } from '#lib/contract/shown-counts.ts';

interface Look {
  word: string;
  icon: LucideIcon;
  /** The colour of text and glyph. */
  text: string;
  /** The colour of a bar. */
  fill: string;
}

export const STATE_LOOKS: Record<ShownState, Look> = {
  SYNCED: { word: 'Synced', icon: Check, text: 'text-synced', fill: 'bg-synced' },
  DRIFTED: { word: 'Drifted', icon: EqualNot, text: 'text-drifted', fill: 'bg-drifted' },
  PENDING: { word: 'Pending', icon: Clock3, text: 'text-pending', fill: 'bg-pending' },
  COMMITTED: { word: 'Committed', icon: GitCommitHorizontal, text: 'text-committed', fill: 'bg-committed' },
  DRAFT: { word: 'Draft', icon: PencilLine, text: 'text-draft', fill: 'bg-draft' },
  ORPHANED: { word: 'Orphaned', icon: Unlink, text: 'text-orphaned', fill: 'bg-orphaned' },
  UNKNOWN: { word: 'Unknown', icon: CircleQuestionMark, text: 'text-unknown', fill: 'hatched' },
};

/** The order in which bars and legends name the states. */
export const SHOWN_STATES: readonly ShownState[] = [
  'SYNCED',
  'DRIFTED',
  'PENDING',
  'COMMITTED',
  'DRAFT',
  'ORPHANED',
  'UNKNOWN',
];
