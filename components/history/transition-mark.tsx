import { ArrowRight } from 'lucide-react';
import { StateMark } from '#components/lifecycle/state-mark.tsx';
import type { TimelineEntry } from '#lib/contract/timeline.ts';

/** From which state to which, in glyphs and words. */
export function TransitionMark({ from, to }: Pick<TimelineEntry, 'from' | 'to'>) {
  if (to === null) return from !== null && <StateMark state={from} />;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5">
      {from === null ? <span className="text-ink-2 text-sm">New</span> : <StateMark state={from} />}
      <ArrowRight role="img" aria-label="to" size={12} className="text-ink-3" />
      {to === 'REMOVED' ? (
        <span className="font-medium text-ink-2 text-sm">Removed</span>
      ) : (
        <StateMark state={to} />
      )}
    </span>
  );
}
