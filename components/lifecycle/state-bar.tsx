import Link from 'next/link';
import { classNames } from '#components/ui/class-names.ts';
import type { StateFilter } from '#lib/contract/resource-filter.ts';
import type { ShownCounts, ShownState } from '#lib/contract/shown-counts.ts';
import { SHOWN_STATES, STATE_LOOKS } from './state-looks.ts';

/** One stacked bar of all resources by state. A sliver stays visible however few it stands for. */
export function StateBar({ counts, total }: Pick<ShownCounts, 'counts' | 'total'>) {
  const parts = SHOWN_STATES.filter((state) => counts[state] > 0);
  const words = parts.map((state) => `${counts[state]} ${STATE_LOOKS[state].word}`).join(', ');
  return (
    <div
      role="img"
      aria-label={total === 0 ? 'No resources' : words}
      className="flex h-2 w-full gap-px overflow-hidden rounded-full"
    >
      {parts.map((state) => (
        <span
          key={state}
          style={{ flexGrow: counts[state] }}
          className={classNames('min-w-1 basis-0', STATE_LOOKS[state].fill)}
        />
      ))}
      {total === 0 && <span className="w-full bg-sunk" />}
    </div>
  );
}

interface LegendProps {
  counts: ShownCounts['counts'];
  /** Words beside the glyphs. */
  words?: boolean;
  /** Where a count leads: the table filtered by it. Unknown by age leads nowhere, as no filter can tell it. */
  href?: (state: StateFilter) => string;
  current?: readonly StateFilter[];
}

const filterOf = (state: ShownState): StateFilter => (state === 'UNKNOWN' ? 'unread' : state);

/** The counts behind the bar. */
export function StateLegend({ counts, words = true, href, current = [] }: LegendProps) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      {SHOWN_STATES.filter((state) => counts[state] > 0).map((state) => (
        <li key={state}>
          <LegendItem
            state={state}
            count={counts[state]}
            words={words}
            current={current.includes(filterOf(state))}
            {...(href && { href: href(filterOf(state)) })}
          />
        </li>
      ))}
    </ul>
  );
}

interface ItemProps {
  state: ShownState;
  count: number;
  words: boolean;
  current: boolean;
  href?: string;
}

function LegendItem({ state, count, words, current, href }: ItemProps) {
  const { icon: Icon, word, text } = STATE_LOOKS[state];
  const content = (
    <>
      <Icon aria-hidden size={14} strokeWidth={1.75} />
      <span className={words || state === 'UNKNOWN' ? undefined : 'sr-only'}>{word}</span>
      <span className="font-semibold">{count}</span>
    </>
  );
  const look = classNames('inline-flex items-center gap-1.5 text-sm', text);
  if (href === undefined) return <span className={look}>{content}</span>;
  return (
    <Link
      href={href}
      aria-current={current || undefined}
      prefetch={false}
      className={classNames(look, 'rounded-badge px-1 py-0.5 hover:tint max-md:py-2', current && 'tint')}
    >
      {content}
    </Link>
  );
}
