'use client';

import { TriangleAlert } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { useAction } from '#components/ui/use-action.ts';
import { saveDraftText } from '#lib/actions/draft.ts';
import type { ResourceDetail } from '#lib/contract/resource-detail.ts';
import { resourceInputOf } from './resource-input-of.ts';

interface Props {
  detail: ResourceDetail;
  text: string;
  /** Saves what is typed, and answers what the text stands on then; null when somebody has to choose first. */
  settle: () => Promise<{ standsOn: string | null } | null>;
  onHeld: (standsOn: string | null) => void;
}

/** Git's document moved under the draft: what differs is beside the editor, and one of the two has to give way. */
export function ConflictNotice({ detail, text, settle, onHeld }: Props) {
  const rebase = useAction(saveDraftText, () => "The draft now stands on Git's present document");
  const hold = async () => {
    const ground = await settle();
    if (ground === null) return;
    const result = await rebase.run({ ...resourceInputOf(detail), ...ground, text, rebased: true });
    if (result.ok) onHeld(result.value.standsOn);
  };
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-3 rounded-panel border border-line-strong bg-panel px-3.5 py-2.5"
    >
      <TriangleAlert aria-hidden size={14} className="shrink-0 text-pending" />
      <p className="min-w-0 flex-1">
        {detail.draft?.commitLost === true
          ? 'The branch was rewritten and lost this commit. It is a draft again, on top of what Git has now.'
          : 'Git changed this document under the draft.'}{' '}
        <span className="text-ink-2">
          Bring over from “What Git would get” what must not be lost, then say that this text holds.
        </span>
      </p>
      <Button busy={rebase.busy} onClick={() => void hold()}>
        This text holds
      </Button>
    </div>
  );
}
