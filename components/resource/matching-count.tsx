'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { resourcesQuery } from '#lib/contract/queries.ts';
import { isUnfiltered, type ResourceFilter } from '#lib/contract/resource-filter.ts';

interface Props {
  fabricId: string;
  filter: ResourceFilter;
  total: number;
}

/** How many of all resources the filter lets through. */
export function MatchingCount({ fabricId, filter, total }: Props) {
  const { data } = useInfiniteQuery(resourcesQuery(fabricId, filter));
  const matching = data?.pages[0]?.matching ?? null;
  return (
    <p aria-live="polite" className="ml-auto text-ink-2 text-sm">
      {matching !== null && !isUnfiltered(filter) && `${matching} of ${total}`}
    </p>
  );
}
