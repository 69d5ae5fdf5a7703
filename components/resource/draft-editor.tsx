'use client';

import { Check, CircleX } from 'lucide-react';
import { type RefObject, useDeferredValue, useEffect, useState } from 'react';
import { DiffView } from '#components/diff/diff-view.tsx';
import { Button } from '#components/ui/button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { ModKey } from '#components/ui/mod-key.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { ResourceDetail } from '#lib/contract/resource-detail.ts';
import { CodeEditor } from './code-editor.tsx';
import { type CommitCheck, commitChecks } from './commit-checks.ts';
import { ConflictNotice } from './conflict-notice.tsx';
import type { Flushed } from './draft-saver.ts';
import { OtherTextNotice } from './other-text-notice.tsx';
import { SaveStatus } from './save-status.tsx';
import { useDraftSaver } from './use-draft-saver.ts';

interface Props {
  detail: ResourceDetail;
  /** How whoever is outside makes sure that all is saved, and learns when it is not. */
  flushRef: RefObject<(() => Promise<Flushed>) | null>;
  onClose: () => void;
}

/** The document itself, comments and all, and beside it what Git would get. */
export function DraftEditor({ detail, flushRef, onClose }: Props) {
  const { desired, draft, adoption, kind, name } = detail;
  const known = draft?.text ?? desired?.text ?? adoption ?? '';
  const [initial, setInitial] = useState({ text: known, standsOn: detail.standsOn });
  const [round, setRound] = useState(0);
  const [typed, setTyped] = useState<string | null>(null);
  // What is shown first may be of some time ago; what was typed must never be put on top of that.
  if (typed === null && (initial.text !== known || initial.standsOn !== detail.standsOn))
    setInitial({ text: known, standsOn: detail.standsOn });
  const text = typed ?? initial.text;
  const { state, type, flush, keep, drop, standing, moved } = useDraftSaver(detail);
  useEffect(() => {
    flushRef.current = flush;
    return () => {
      flushRef.current = null;
    };
  });
  const problems = state.kind === 'saved' ? state.problems : [];
  const shown = useDeferredValue(text);
  // A deletion stays one until something is typed.
  const deletes = draft?.deletes === true && typed === null;
  const close = async () => {
    if ((await flush()) === 'saved') onClose();
  };
  const take = () => {
    drop();
    setTyped(null);
    setRound((now) => now + 1);
  };
  const settle = async () => ((await flush()) === 'saved' ? { standsOn: standing(initial.standsOn) } : null);
  return (
    <div className="space-y-4">
      {draft?.conflicted && <ConflictNotice detail={detail} text={text} settle={settle} onHeld={moved} />}
      {state.kind === 'contested' && (
        <OtherTextNotice
          detail={detail}
          message={state.message}
          mine={text}
          standsOn={standing(initial.standsOn)}
          onKeep={keep}
          onTake={take}
        />
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Panel
          title={desired?.path ?? 'New document'}
          note={
            desired !== null && desired.documentIndex > 0
              ? `document ${desired.documentIndex + 1}`
              : undefined
          }
          actions={<Button onClick={() => void close()}>Done</Button>}
          foot={
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <SaveStatus state={state} />
              <span className="ml-auto flex items-center gap-1.5">
                <ModKey letter="S" /> save <Kbd>Esc</Kbd> leave the text
              </span>
            </div>
          }
        >
          <CodeEditor
            key={`${round}:${initial.text}`}
            initial={initial.text}
            label={`Draft of ${kind}/${name}`}
            problems={problems}
            onChange={(next) => {
              setTyped(next);
              type(next, initial.standsOn);
            }}
            onSave={() => void flush()}
          />
          {problems.length > 0 && (
            <ul className="border-line border-t px-3.5 py-2 text-critical text-sm">
              {problems.map(({ line, message }) => (
                <li key={`${line}${message}`}>
                  {line !== null && `Line ${line}: `}
                  {message}
                </li>
              ))}
            </ul>
          )}
        </Panel>
        <div className="min-w-0 space-y-4">
          <Panel title="What Git would get" foot="The rest of the file stays as it is, byte for byte.">
            <DiffView left={desired?.text ?? ''} right={deletes ? '' : shown} label="From Git to the draft" />
          </Panel>
          <Panel title="Before you can commit">
            <ul>
              {commitChecks(detail).map((check) => (
                <CheckLine key={check.name} check={check} />
              ))}
            </ul>
          </Panel>
        </div>
      </div>
    </div>
  );
}

function CheckLine({ check: { name, passed, text } }: { check: CommitCheck }) {
  const Icon = passed ? Check : CircleX;
  return (
    <li className="flex items-start gap-2.5 border-line border-t px-3.5 py-2 first:border-t-0">
      <Icon
        role="img"
        aria-label={passed ? 'passed' : 'not passed'}
        size={14}
        className={passed ? 'mt-0.5 shrink-0 text-synced' : 'mt-0.5 shrink-0 text-drifted'}
      />
      <div className="min-w-0">
        <p className="font-medium">{name}</p>
        <p className="break-words text-ink-2 text-sm">{text}</p>
      </div>
    </li>
  );
}
