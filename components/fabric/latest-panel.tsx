'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { TransitionMark } from '#components/history/transition-mark.tsx';
import { STATE_LOOKS } from '#components/lifecycle/state-looks.ts';
import { Moment } from '#components/time/moment.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { MiddleText } from '#components/ui/middle-text.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { QueryProblem } from '#components/ui/query-problem.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { resourcePath } from '#lib/contract/paths.ts';
import { activityQuery } from '#lib/contract/queries.ts';
import type { TimelineEntry } from '#lib/contract/timeline.ts';

/** What happened last, across fabrics. */
export function LatestPanel() {
  const { data, error, isPending, refetch } = useQuery(activityQuery());
  return (
    <Panel title="Latest transitions">
      {isPending && <Skeleton className="m-3.5 w-2/3" />}
      {error !== null && data === undefined && (
        <QueryProblem subject="The latest transitions" error={error} retry={refetch} />
      )}
      {data?.latest.length === 0 && <p className="px-3.5 py-6 text-ink-2">Nothing has happened yet.</p>}
      <ol className="px-3.5 py-2">
        {data?.latest.map((entry) => (
          <LatestRow key={`${entry.fabric}/${entry.id}`} entry={entry} />
        ))}
      </ol>
    </Panel>
  );
}

function LatestRow({ entry }: { entry: TimelineEntry }) {
  const { fabric, kind, name, from, to, reason, at } = entry;
  const fill = to === null || to === 'REMOVED' ? 'bg-ink-3' : STATE_LOOKS[to].fill;
  return (
    <li className="flex gap-3 py-1.5">
      <span aria-hidden className={classNames('mt-1.5 size-2 shrink-0 rounded-full', fill)} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2">
          <TransitionMark from={from} to={to} />
          <Link
            href={resourcePath(fabric, entry)}
            className="min-w-0 max-w-full font-mono text-sm hover:underline"
          >
            <MiddleText text={`${kind}/${name}`} />
          </Link>
        </div>
        <p className="break-words text-ink-2 text-sm">
          <bdi>{reason}</bdi> · {fabric} · <Moment at={at} />
        </p>
      </div>
    </li>
  );
}
