import { CircleQuestionMark } from 'lucide-react';

interface Props {
  count: number;
  /** Resources of which nothing can be said now, out of how many. */
  unknown: number;
  total: number;
}

/** A count of what is proven now: with a mark when it may be more, and a word instead of it when nothing is proven. */
export function UnknownCount({ count, unknown, total }: Props) {
  if (unknown === 0) return count;
  const all = unknown === total;
  const why = `${unknown} of ${total} ${total === 1 ? 'resource' : 'resources'} unknown now`;
  return (
    <span title={why} className="inline-flex items-center gap-1 align-top">
      {!all && count}
      <span className="inline-flex items-center gap-1 font-normal text-unknown">
        <CircleQuestionMark aria-hidden size={13} strokeWidth={1.75} />
        {all ? 'unknown' : <span className="sr-only">{why}</span>}
      </span>
    </span>
  );
}
