'use client';

import { useState } from 'react';
import { DiffView } from '#components/diff/diff-view.tsx';
import { STATE_LOOKS } from '#components/lifecycle/state-looks.ts';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/button.tsx';
import { FIELD } from '#components/ui/field.ts';
import { useAction } from '#components/ui/use-action.ts';
import {
  commitDraft,
  discardDraftText,
  importResource,
  saveDraftText,
  takeOverDraftOf,
} from '#lib/actions/draft.ts';
import type { ResourceDetail, ResourceVerb } from '#lib/contract/resource-detail.ts';
import { PlanSheet } from './plan-sheet.tsx';
import { resourceInputOf } from './resource-input-of.ts';
import { TextView } from './text-view.tsx';

interface Props {
  verb: ResourceVerb;
  detail: ResourceDetail;
  /** `done`: it was performed, not left. */
  onClose: (done: boolean) => void;
}

/** What will exactly happen, before it does. */
export function VerbSheet({ verb, detail, onClose }: Props) {
  switch (verb) {
    case 'commit':
      return <CommitSheet detail={detail} onClose={onClose} />;
    case 'discard':
      return <DiscardSheet detail={detail} onClose={onClose} />;
    case 'import':
      return <ImportSheet detail={detail} onClose={onClose} />;
    case 'delete':
      return <DeleteSheet detail={detail} onClose={onClose} />;
    case 'take_over':
      return <TakeOverSheet detail={detail} onClose={onClose} />;
    case 'edit':
      return null;
    default:
      return verb satisfies never;
  }
}

type SheetProps = Pick<Props, 'detail' | 'onClose'>;

function CommitSheet({ detail, onClose }: SheetProps) {
  const { kind, name, git, desired, draft } = detail;
  const [message, setMessage] = useState('');
  const [typed, setTyped] = useState('');
  const commit = useAction(commitDraft, () => null);
  const deletes = draft?.deletes === true;
  const run = async () => {
    const result = await commit.run({ ...resourceInputOf(detail), message });
    if (result.ok) onClose(true);
  };
  const where = desired === null ? 'a new file' : desired.path;
  return (
    <PlanSheet
      verb="commit"
      detail={detail}
      busy={commit.busy}
      title={`Commit ${kind}/${name}`}
      wide
      onClose={onClose}
      description={
        <>
          {deletes ? 'Removes the document from' : 'Writes the draft to'}{' '}
          <span className="font-mono text-ink">{where}</span> on{' '}
          <span className="font-mono text-ink">{git.branch}</span> of{' '}
          <span className="break-all font-mono text-ink">{git.url}</span> and pushes it. The rest of the file
          stays as it is. Whatever deploys the fabric then {deletes ? 'removes the object' : 'applies it'}.
        </>
      }
      button={
        <Button
          emphasis="primary"
          busy={commit.busy}
          disabled={deletes && typed !== name}
          onClick={() => void run()}
        >
          {deletes ? `Commit the deletion to ${git.branch}` : `Commit 1 to ${git.branch}`}
        </Button>
      }
    >
      <div className="my-3 border-line border-y">
        <DiffView left={desired?.text ?? ''} right={draft?.text ?? ''} label="What Git gets" />
      </div>
      <div className="space-y-3 px-3.5">
        <label className="block text-ink-2 text-sm">
          Message
          <input
            value={message}
            onChange={(event) => setMessage(event.target.value)}
            placeholder={`${deletes ? 'Delete' : desired === null ? 'Add' : 'Change'} ${kind} ${name}`}
            className={FIELD}
          />
        </label>
        {deletes && (
          <label className="block text-ink-2 text-sm">
            Type <span className="font-mono text-ink">{name}</span> to delete it
            <input
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              className={`${FIELD} font-mono`}
            />
          </label>
        )}
      </div>
    </PlanSheet>
  );
}

function DiscardSheet({ detail, onClose }: SheetProps) {
  const { kind, name, draft, stateBeforeDraft, desired, actual } = detail;
  const discard = useAction(discardDraftText, () => `The draft of ${kind}/${name} is discarded`);
  const run = async () => {
    const result = await discard.run(resourceInputOf(detail));
    if (result.ok) onClose(true);
  };
  const after =
    desired === null && actual === null
      ? 'It was never more than a draft, so nothing of it is left.'
      : stateBeforeDraft === null
        ? 'It returns to what Git and cluster say.'
        : `It returns to ${STATE_LOOKS[stateBeforeDraft].word}, unless Git or cluster say otherwise by now.`;
  return (
    <PlanSheet
      verb="discard"
      detail={detail}
      busy={discard.busy}
      title={`Discard the draft of ${kind}/${name}`}
      onClose={onClose}
      description={`What ${draft?.owner ?? 'somebody'} typed is thrown away. ${after}`}
      button={
        <Button emphasis="danger" busy={discard.busy} onClick={() => void run()}>
          Discard the draft
        </Button>
      }
    />
  );
}

function ImportSheet({ detail, onClose }: SheetProps) {
  const { kind, name, git, adoption } = detail;
  const adopt = useAction(importResource, () => null);
  const run = async () => {
    const result = await adopt.run(resourceInputOf(detail));
    if (result.ok) onClose(true);
  };
  return (
    <PlanSheet
      verb="import"
      detail={detail}
      busy={adopt.busy}
      title={`Import ${kind}/${name} into Git`}
      wide
      onClose={onClose}
      description={
        <>
          Writes this to a new file on <span className="font-mono text-ink">{git.branch}</span> of{' '}
          <span className="break-all font-mono text-ink">{git.url}</span> and pushes it. What the server fills
          in by itself is left out. The cluster stays as it is.
        </>
      }
      button={
        <Button emphasis="primary" busy={adopt.busy} onClick={() => void run()}>
          Import 1 to {git.branch}
        </Button>
      }
    >
      {adoption !== null && (
        <div className="my-3 border-line border-y">
          <TextView text={adoption} label="What Git gets" />
        </div>
      )}
    </PlanSheet>
  );
}

function DeleteSheet({ detail, onClose }: SheetProps) {
  const { kind, name } = detail;
  const replaced = detail.draft === null ? '' : `, in place of the draft of ${detail.draft.owner}`;
  const draft = useAction(saveDraftText, () => `The deletion of ${kind}/${name} is drafted`);
  const run = async () => {
    const result = await draft.run({ ...resourceInputOf(detail), text: null, standsOn: detail.standsOn });
    if (result.ok) onClose(true);
  };
  return (
    <PlanSheet
      verb="delete"
      detail={detail}
      busy={draft.busy}
      title={`Delete ${kind}/${name}`}
      onClose={onClose}
      description={`Drafts the removal of its document from Git${replaced}. Nothing happens before that draft is committed; then whatever deploys the fabric removes the object.`}
      button={
        <Button emphasis="danger" busy={draft.busy} onClick={() => void run()}>
          Draft the deletion
        </Button>
      }
    />
  );
}

function TakeOverSheet({ detail, onClose }: SheetProps) {
  const { kind, name, draft } = detail;
  const take = useAction(takeOverDraftOf, () => `The draft of ${kind}/${name} is yours`);
  const owner = draft?.owner ?? 'nobody';
  const run = async () => {
    const result = await take.run({ ...resourceInputOf(detail), owner });
    if (result.ok) onClose(true);
  };
  return (
    <PlanSheet
      verb="take_over"
      detail={detail}
      busy={take.busy}
      title={`Take over the draft of ${kind}/${name}`}
      onClose={onClose}
      description={
        <>
          {owner} saved it last at {draft !== null && <Moment at={draft.updatedAt} />} ago. Its text stays as
          it is; from then on only you can change or discard it, and the timeline says so.
        </>
      }
      button={
        <Button emphasis="primary" busy={take.busy} onClick={() => void run()}>
          Take it over from {owner}
        </Button>
      }
    />
  );
}
