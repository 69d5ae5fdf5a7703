'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/button.tsx';
import { ToggleChip } from '#components/ui/chip.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { QueryProblem } from '#components/ui/query-problem.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { ResourcePath } from '#lib/contract/paths.ts';
import { momentQuery, timelineQuery } from '#lib/contract/queries.ts';
import type { TimelineEntry } from '#lib/contract/timeline.ts';
import { TIMELINE_FILTERS, type TimelineFilter } from '#lib/contract/timeline-filter.ts';
import { TimelineRow } from './timeline-row.tsx';

const MomentSheet = dynamic(() => import('./moment-sheet.tsx').then((module) => module.MomentSheet));

const WORDS: Record<TimelineFilter, string> = { all: 'All', people: 'By people', refused: 'Refused' };
const NOTHING: Record<TimelineFilter, string> = {
  all: 'Nothing has happened to it yet.',
  people: 'Nobody has done anything to it.',
  refused: 'Nothing was refused.',
};

interface Props {
  fabricId: string;
  resource: ResourcePath;
  foot?: ReactNode;
}

/** Every transition of a resource and every attempt that was refused, newest first. */
export function TimelinePanel({ fabricId, resource, foot }: Props) {
  const [filter, setFilter] = useState<TimelineFilter>('all');
  const [shown, show] = useState<TimelineEntry | null>(null);
  const query = useInfiniteQuery({
    ...timelineQuery(fabricId, resource, filter),
    placeholderData: keepPreviousData,
  });
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Panel
      title="Timeline"
      foot={foot}
      actions={
        <fieldset aria-label="Which entries" className="flex gap-1.5">
          {TIMELINE_FILTERS.map((one) => (
            <ToggleChip key={one} pressed={one === filter} onClick={() => setFilter(one)}>
              {WORDS[one]}
            </ToggleChip>
          ))}
        </fieldset>
      }
    >
      {query.isPending && <Skeleton className="m-3.5 w-2/3" />}
      {query.isError && query.data === undefined && (
        <QueryProblem subject="The timeline" error={query.error} retry={query.refetch} />
      )}
      {query.isSuccess && entries.length === 0 && <p className="px-3.5 py-6 text-ink-2">{NOTHING[filter]}</p>}
      <ol className="px-3.5 py-2">
        {entries.map((entry) => (
          <TimelineRow key={entry.id} entry={entry} onShow={() => show(entry)} />
        ))}
      </ol>
      {query.hasNextPage && (
        <div className="px-3.5 pb-3">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Earlier
          </Button>
        </div>
      )}
      {shown !== null && (
        <MomentSheet
          question={momentQuery(fabricId, shown)}
          description={
            <>
              {shown.kind}/{shown.name} at <Moment at={shown.at} seconds />: <bdi>{shown.reason}</bdi>
            </>
          }
          onClose={() => show(null)}
        />
      )}
    </Panel>
  );
}
