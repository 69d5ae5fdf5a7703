'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { STATE_LOOKS } from '#components/lifecycle/state-looks.ts';
import { ageText } from '#components/time/age-text.ts';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Panel } from '#components/ui/panel.tsx';
import { QueryProblem } from '#components/ui/query-problem.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { ResourcePath } from '#lib/contract/paths.ts';
import { timelineQuery } from '#lib/contract/queries.ts';
import type { TimelineEntry } from '#lib/contract/timeline.ts';
import { TransitionMark } from './transition-mark.tsx';

/** Every transition of a resource and every attempt that was refused, newest first. */
export function TimelinePanel({ fabricId, resource }: { fabricId: string; resource: ResourcePath }) {
  const query = useInfiniteQuery(timelineQuery(fabricId, resource));
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Panel title="Timeline">
      {query.isPending && <Skeleton className="m-3.5 w-2/3" />}
      {query.isError && query.data === undefined && (
        <QueryProblem subject="The timeline" error={query.error} retry={query.refetch} />
      )}
      {query.isSuccess && entries.length === 0 && (
        <p className="px-3.5 py-6 text-ink-2">Nothing has happened to it yet.</p>
      )}
      <ol className="px-3.5 py-2">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {query.hasNextPage && (
        <div className="px-3.5 pb-3">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Earlier
          </Button>
        </div>
      )}
    </Panel>
  );
}

function dotOf({ refused, to }: TimelineEntry): string {
  if (refused || to === null) return 'border-[1.5px] border-ink-3 bg-panel';
  return to === 'REMOVED' ? 'bg-ink-3' : STATE_LOOKS[to].fill;
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { at, from, to, trigger, reason, actor, actorKind, refused, lastedMs } = entry;
  return (
    <li className="relative flex gap-3 pb-4 last:pb-1 before:absolute before:top-4 before:bottom-0 before:left-[3.5px] before:w-px before:bg-line last:before:hidden">
      <span aria-hidden className={classNames('mt-1.5 size-2 shrink-0 rounded-full', dotOf(entry))} />
      <div className="min-w-0 flex-1">
        {refused ? (
          <p className="text-ink-2">
            <span className="font-medium">Refused:</span> {trigger.replaceAll('_', ' ')}
          </p>
        ) : (
          <TransitionMark from={from} to={to} />
        )}
        <p className="break-words text-sm">{reason}</p>
        <p className="text-ink-2 text-sm">
          {actorKind === 'system' ? trigger.replaceAll('_', ' ') : actor} · <Moment at={at} seconds />
          {lastedMs !== null && ` · after ${ageText(lastedMs / 1000)}`}
        </p>
      </div>
    </li>
  );
}
