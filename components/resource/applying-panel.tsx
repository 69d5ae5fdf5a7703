'use client';

import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { refusalText } from '#components/drift/opinion-text.ts';
import { Moment } from '#components/time/moment.tsx';
import { ClampedText } from '#components/ui/clamped-text.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { DifferenceRow, ResourceDetail } from '#lib/contract/resource-detail.ts';
import type { SecondOpinion } from '#lib/contract/second-opinion.ts';

/** What the API server would make of Git's document, by its own word: a dry run. Nothing while it was not asked. */
export function ApplyingPanel({ detail: { opinion, differences } }: { detail: ResourceDetail }) {
  if (opinion === null) return null;
  return (
    <Panel
      title="What applying Git would do"
      note={
        <>
          dry run, <Moment at={opinion.askedAt} show="age" /> ago
        </>
      }
    >
      <Answer opinion={opinion} differences={differences} />
    </Panel>
  );
}

function Answer({
  opinion,
  differences,
}: {
  opinion: SecondOpinion;
  differences: readonly DifferenceRow[];
}): ReactNode {
  const differs = differences.some((one) => one.class === 'real');
  switch (opinion.outcome) {
    case 'would_change':
      return <Changes opinion={opinion} differences={differences} />;
    case 'refused':
      return <Refused words={opinion.message} />;
    case 'unchanged':
      return (
        <p className="px-3.5 py-3 text-ink-2">
          Nothing would change.
          {differs &&
            ' What only the cluster has stays: applying takes away only what its own manager wrote.'}
        </p>
      );
    case 'not_permitted':
      return (
        <div className="px-3.5 py-3 text-ink-2">
          <p>It is not known: the credentials of this fabric may not try it.</p>
          {opinion.message !== null && <Words>{opinion.message}</Words>}
        </div>
      );
    default:
      return opinion.outcome satisfies never;
  }
}

function Changes({
  opinion: { changes, changeCount },
  differences,
}: {
  opinion: SecondOpinion;
  differences: readonly DifferenceRow[];
}) {
  const byPath = new Map(differences.map((one) => [one.path, one]));
  const left = changeCount - changes.length;
  return (
    <>
      <ul>
        {changes.map((path) => (
          <li
            key={path}
            className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-line border-t px-3.5 py-2 font-mono text-sm first:border-t-0"
          >
            <span className="min-w-0 md:w-[30%]">
              <ClampedText text={path} className="wrap-anywhere" />
            </span>
            <Values of={byPath.get(path)} />
          </li>
        ))}
      </ul>
      {left > 0 && (
        <p className="border-line border-t px-3.5 py-2 text-ink-2 text-sm">
          and {left} more {left === 1 ? 'field' : 'fields'}
        </p>
      )}
    </>
  );
}

/** From what the cluster has to what Git says; nothing where the two are spelled too differently to be one field. */
function Values({ of }: { of: DifferenceRow | undefined }) {
  if (of === undefined || of.desired === null) return null;
  return (
    <span className="wrap-anywhere min-w-0">
      {of.actual === null ? (
        <span className="text-ink-3">nothing</span>
      ) : (
        <ClampedText text={of.actual} className="text-drifted" />
      )}
      {' → '}
      <ClampedText text={of.desired} className="font-medium text-synced" />
    </span>
  );
}

function Refused({ words }: { words: string | null }) {
  return (
    <div role="status" className="flex items-start gap-2.5 px-3.5 py-3">
      <CircleAlert aria-hidden size={14} className="mt-0.5 shrink-0 text-critical" />
      <div className="min-w-0">
        <p className="font-medium text-critical">{refusalText(words)}</p>
        {words !== null && <Words>{words}</Words>}
      </div>
    </div>
  );
}

/** The server's own, unchanged. */
function Words({ children }: { children: string }) {
  return (
    <p className="wrap-anywhere mt-1 whitespace-pre-wrap font-mono text-ink-2 text-sm">
      <ClampedText text={children} />
    </p>
  );
}
