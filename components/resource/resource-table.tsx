'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useHotkeys } from '#components/layout/use-hotkeys.ts';
import { useNow } from '#components/time/clock.tsx';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { QueryProblem } from '#components/ui/query-problem.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useRowKeys } from '#components/ui/use-row-keys.ts';
import { certaintyOf, driftCertainty } from '#lib/contract/certainty.ts';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import { resourcePath } from '#lib/contract/paths.ts';
import { resourcesQuery } from '#lib/contract/queries.ts';
import { EMPTY_FILTER, isUnfiltered, type ResourceFilter } from '#lib/contract/resource-filter.ts';
import type { ResourceRow } from '#lib/contract/resource-row.ts';
import { ResourceTableRow } from './resource-row.tsx';
import { SortHeader } from './sort-header.tsx';
import { useVirtualRows } from './use-virtual-rows.ts';

interface Props {
  fabric: FabricSummary;
  filter: ResourceFilter;
  onFilter: (part: Partial<ResourceFilter>) => void;
}

/** The resources of a fabric that the filter lets through; as many as there are, only those in sight are in the page. */
export function ResourceTable({ fabric, filter, onFilter }: Props) {
  const query = useInfiniteQuery(resourcesQuery(fabric.id, filter));
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const matching = query.data?.pages[0]?.matching ?? rows.length;
  const router = useRouter();
  const { tableRef, items, before, after, scrollTo } = useVirtualRows(rows.length);
  const { current, hotkeys } = useRowKeys({
    count: rows.length,
    onMove: scrollTo,
    onOpen: (index) => {
      const row = rows[index];
      if (row !== undefined) router.push(resourcePath(fabric.name, row));
    },
  });
  useHotkeys(hotkeys);
  const certainty = useCertainty(fabric);
  const lastShown = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown > rows.length - 60) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastShown, rows.length]);

  if (query.isPending) return <TableSkeleton />;
  if (query.isError && query.data === undefined) {
    return (
      <QueryProblem subject={`The resources of ${fabric.name}`} error={query.error} retry={query.refetch} />
    );
  }
  if (rows.length === 0) return <NoRows filter={filter} onFilter={onFilter} />;
  return (
    <table
      ref={tableRef}
      aria-rowcount={matching + 1}
      className={classNames('w-full border-collapse md:table-fixed', query.isPlaceholderData && 'opacity-60')}
    >
      <caption className="sr-only">Resources of {fabric.name}</caption>
      <TableHead filter={filter} onFilter={onFilter} />
      <tbody>
        {before > 0 && <Spacer height={before} />}
        {items.map(({ index }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <ResourceTableRow
              key={row.id}
              fabric={fabric.name}
              row={row}
              {...certainty(row)}
              index={index}
              current={index === current}
            />
          );
        })}
        {after > 0 && <Spacer height={after} />}
      </tbody>
    </table>
  );
}

function useCertainty({ git, cluster, kinds }: FabricSummary) {
  const now = useNow(10);
  return ({ state, group, kind, desiredStale: stale }: ResourceRow) => {
    const reading = kinds.find((one) => one.group === group && one.kind === kind)?.reading ?? null;
    const evidence = { git, cluster, kind: reading, stale };
    const compared = state !== null && driftCertainty(evidence, now).level === 'proven';
    return { certainty: certaintyOf(state, evidence, now), compared };
  };
}

function TableHead({ filter, onFilter }: Pick<Props, 'filter' | 'onFilter'>) {
  const plain = 'px-2.5 text-left font-normal text-ink-2 text-sm';
  const sort = { filter, onSort: onFilter };
  return (
    <thead className="sticky top-[46px] z-10 max-md:sr-only [&_th:first-child]:rounded-tl-panel [&_th:last-child]:rounded-tr-panel [&_th]:bg-panel [&_th]:shadow-[inset_0_-1px_0_var(--line)]">
      <tr aria-rowindex={1} className="h-8">
        <SortHeader sort="state" {...sort} className="w-[124px] pl-3.5">
          State
        </SortHeader>
        <SortHeader sort="kind" {...sort} className="w-[150px]">
          Kind
        </SortHeader>
        <SortHeader sort="name" {...sort} className="w-[26%] lg:w-[21%]">
          Name
        </SortHeader>
        <SortHeader sort="severity" {...sort} className="w-[92px]">
          Severity
        </SortHeader>
        <th scope="col" className={plain}>
          What differs
        </th>
        <SortHeader sort="since" {...sort} className="w-[142px] max-lg:hidden">
          Since
        </SortHeader>
        <th scope="col" className={classNames(plain, 'w-[148px] max-lg:hidden')}>
          Changed by
        </th>
      </tr>
    </thead>
  );
}

// One cell: spanning all would give room to the columns that are hidden.
function Spacer({ height }: { height: number }) {
  return (
    <tr aria-hidden>
      <td style={{ height, padding: 0 }} />
    </tr>
  );
}

function NoRows({ filter, onFilter }: Pick<Props, 'filter' | 'onFilter'>) {
  if (isUnfiltered(filter)) {
    return <EmptyState>Neither Git nor the cluster has a resource of this fabric yet.</EmptyState>;
  }
  const { sort: _sort, descending: _descending, ...none } = EMPTY_FILTER;
  return (
    <EmptyState action={<Button onClick={() => onFilter(none)}>Show all</Button>}>
      No resource matches these filters.
    </EmptyState>
  );
}

function TableSkeleton() {
  return (
    <div role="status" aria-label="Reading the resources">
      {Array.from({ length: 12 }, (_, row) => row).map((row) => (
        <div key={row} className="flex h-[34px] items-center gap-8 border-line border-b px-3.5">
          <Skeleton className="w-20" />
          <Skeleton className="w-24" />
          <Skeleton className="w-56" />
          <Skeleton className="w-40" />
        </div>
      ))}
    </div>
  );
}
