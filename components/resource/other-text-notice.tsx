'use client';

import { TriangleAlert } from 'lucide-react';
import { DiffView } from '#components/diff/diff-view.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { ResourceDetail } from '#lib/contract/resource-detail.ts';

interface Props {
  detail: ResourceDetail;
  /** Who saved what, and when. */
  message: string;
  mine: string;
  /** What mine was typed on: while the page still shows that, theirs is on its way. */
  standsOn: string | null;
  /** Mine replaces exactly the text that is shown here. */
  onKeep: (theirs: string | null) => void;
  onTake: () => void;
}

/** Another text was saved while this one was typed: both are shown, one has to be chosen. */
export function OtherTextNotice({ detail, message, mine, standsOn, onKeep, onTake }: Props) {
  const { draft, desired } = detail;
  const waiting = detail.standsOn === standsOn;
  const theirs = draft === null ? (desired?.text ?? '') : (draft.text ?? '');
  return (
    <div role="alert">
      <Panel
        title="Two texts"
        actions={
          <>
            <Button disabled={waiting} onClick={onTake}>
              Take theirs
            </Button>
            <Button disabled={waiting} onClick={() => onKeep(detail.standsOn)}>
              Keep mine
            </Button>
          </>
        }
        foot="Yours stays in the editor until you choose. Taking theirs gives it up; keeping yours replaces theirs."
      >
        <p className="flex items-start gap-2.5 px-3.5 py-2.5">
          <TriangleAlert aria-hidden size={14} className="mt-0.5 shrink-0 text-pending" />
          <span className="min-w-0 break-words">
            {message}
            {draft?.deletes === true && ' Theirs deletes the document.'}
          </span>
        </p>
        {!waiting && <DiffView left={theirs} right={mine} label="From theirs to mine" />}
      </Panel>
    </div>
  );
}
