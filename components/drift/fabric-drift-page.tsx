'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { FabricFrame } from '#components/fabric/fabric-frame.tsx';
import { useNow } from '#components/time/clock.tsx';
import { ToggleChip } from '#components/ui/chip.tsx';
import { QueryProblem } from '#components/ui/query-problem.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { UnknownCount } from '#components/ui/unknown-count.tsx';
import { type ComparedNow, comparedNow } from '#lib/contract/compared-now.ts';
import { DRIFT_GROUPINGS, type DriftFilter, type DriftGrouping } from '#lib/contract/drift-filter.ts';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import { fabricDriftQuery } from '#lib/contract/queries.ts';
import { KEPT_CLASSES } from '#lib/domain/drift/comparison.ts';
import { CLASS_LOOKS } from './class-looks.ts';
import { ComparedLine, SpellsLine } from './compared-line.tsx';
import { DriftTable } from './drift-table.tsx';
import { NoDrift } from './no-drift.tsx';
import { useDriftFilter } from './use-drift-filter.ts';

/** Every difference of a fabric on one page, worst first. */
export function FabricDriftPage({ fabricId, name }: { fabricId: string; name: string }) {
  return (
    <FabricFrame fabricId={fabricId} name={name} tab="drift">
      {(fabric) => <Drift fabric={fabric} />}
    </FabricFrame>
  );
}

function Drift({ fabric }: { fabric: FabricSummary }) {
  const { filter, change } = useDriftFilter();
  const query = useInfiniteQuery(fabricDriftQuery(fabric.id, filter));
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const summary = query.data?.pages[0]?.summary ?? null;
  const now = useNow(10);
  return (
    <>
      <Filters
        filter={filter}
        compared={summary === null ? null : comparedNow(summary.compared, fabric, now)}
        onFilter={change}
      />
      <div className="rounded-panel border border-line bg-panel">
        {query.isPending && <TableSkeleton />}
        {query.isError && query.data === undefined && (
          <QueryProblem
            subject={`The differences of ${fabric.name}`}
            error={query.error}
            retry={query.refetch}
          />
        )}
        {rows.length > 0 && (
          <DriftTable
            fabric={fabric}
            filter={filter}
            rows={rows}
            stale={query.isPlaceholderData}
            {...(query.hasNextPage && !query.isFetchingNextPage && { onMore: query.fetchNextPage })}
          />
        )}
        {summary !== null && rows.length === 0 && (
          <NoDrift fabric={fabric} filter={filter} summary={summary} onFilter={change} />
        )}
        {summary !== null && (
          <footer className="flex flex-wrap justify-between gap-x-6 gap-y-1 px-3.5 py-2 text-ink-2 text-sm">
            <ComparedLine fabric={fabric} compared={summary.compared} />
            <SpellsLine spells={summary.spells} />
          </footer>
        )}
      </div>
    </>
  );
}

const GROUP_WORDS: Record<DriftGrouping, string> = { kind: 'Kind', writer: 'Writer', field: 'Field' };

interface FilterProps {
  filter: DriftFilter;
  compared: ComparedNow | null;
  onFilter: (part: Partial<DriftFilter>) => void;
}

function Filters({ filter, compared, onFilter }: FilterProps) {
  return (
    <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <fieldset aria-label="Which differences" className="flex flex-wrap gap-2">
        {KEPT_CLASSES.map((one) => (
          <ToggleChip
            key={one}
            pressed={one === filter.class}
            onClick={() => onFilter({ class: one })}
            {...(compared !== null && {
              count: (
                <UnknownCount
                  count={compared.counts[one]}
                  unknown={compared.uncompared}
                  total={compared.total}
                />
              ),
            })}
          >
            {CLASS_LOOKS[one].word}
          </ToggleChip>
        ))}
      </fieldset>
      <fieldset aria-label="Group by" className="flex flex-wrap items-center gap-2">
        <span aria-hidden className="text-ink-2 text-sm">
          Group by
        </span>
        {DRIFT_GROUPINGS.map((one) => (
          <ToggleChip
            key={one}
            pressed={one === filter.group}
            onClick={() => onFilter({ group: one === filter.group ? null : one })}
          >
            {GROUP_WORDS[one]}
          </ToggleChip>
        ))}
      </fieldset>
    </div>
  );
}

function TableSkeleton() {
  return (
    <div role="status" aria-label="Reading the differences">
      {Array.from({ length: 6 }, (_, row) => row).map((row) => (
        <div key={row} className="flex h-[34px] items-center gap-8 border-line border-b px-3.5">
          <Skeleton className="w-20" />
          <Skeleton className="w-56" />
          <Skeleton className="w-40" />
        </div>
      ))}
    </div>
  );
}
