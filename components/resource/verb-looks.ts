import type { LucideIcon } from 'lucide-react';
import { FileInput, GitCommitHorizontal, PencilLine, Trash2, Undo2, UserRoundPen } from 'lucide-react';
import type { ResourceVerb } from '#lib/contract/resource-detail.ts';

interface Look {
  word: string;
  icon: LucideIcon;
}

export const VERB_LOOKS: Record<ResourceVerb, Look> = {
  edit: { word: 'Edit', icon: PencilLine },
  commit: { word: 'Commit…', icon: GitCommitHorizontal },
  discard: { word: 'Discard…', icon: Undo2 },
  import: { word: 'Import to Git…', icon: FileInput },
  delete: { word: 'Delete…', icon: Trash2 },
  take_over: { word: 'Take over…', icon: UserRoundPen },
};

/** The order in which verbs are offered; the first that is possible is the one to take. */
export const VERB_ORDER: readonly ResourceVerb[] = [
  'commit',
  'import',
  'take_over',
  'edit',
  'discard',
  'delete',
];
