'use client';

import { STATE_LOOKS } from '#components/lifecycle/state-looks.ts';
import { ageText } from '#components/time/age-text.ts';
import { Moment } from '#components/time/moment.tsx';
import { classNames } from '#components/ui/class-names.ts';
import type { TimelineEntry } from '#lib/contract/timeline.ts';
import { TransitionMark } from './transition-mark.tsx';

interface Props {
  entry: TimelineEntry;
  /** Opens what differed at that moment. */
  onShow: () => void;
}

function dotOf({ refused, to }: TimelineEntry): string {
  if (refused || to === null) return 'border-[1.5px] border-ink-3 bg-panel';
  return to === 'REMOVED' ? 'bg-ink-3' : STATE_LOOKS[to].fill;
}

const words = (text: string) => text.replaceAll('_', ' ');

/** One transition, or one attempt that was refused (a hollow dot). */
export function TimelineRow({ entry, onShow }: Props) {
  const { at, from, to, trigger, reason, actor, actorKind, byRule, refused, lastedMs, hasDifferences } =
    entry;
  return (
    <li className="relative flex gap-3 pb-4 last:pb-1 before:absolute before:top-4 before:bottom-0 before:left-[3.5px] before:w-px before:bg-line last:before:hidden">
      <span aria-hidden className={classNames('mt-1.5 size-2 shrink-0 rounded-full', dotOf(entry))} />
      <div className="min-w-0 flex-1">
        {refused ? (
          <p className="text-ink-2">
            <span className="font-medium">Refused:</span> {words(trigger)}
          </p>
        ) : (
          <TransitionMark from={from} to={to} />
        )}
        <p className="break-words text-sm">
          <bdi>{reason}</bdi>
        </p>
        <p className="text-ink-2 text-sm">
          {actorKind === 'system' ? (byRule ? 'ignore rule' : words(trigger)) : actor} ·{' '}
          <Moment at={at} seconds />
          {lastedMs !== null && ` · after ${ageText(lastedMs / 1000)}`}
          {hasDifferences && (
            <>
              {' · '}
              <button type="button" onClick={onShow} className="rounded-badge underline hover:text-ink">
                what differed
              </button>
            </>
          )}
        </p>
      </div>
    </li>
  );
}
