'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { type DriftFilter, formatDriftFilter, parseDriftFilter } from '#lib/contract/drift-filter.ts';

/** The filter that the URL holds. A change is a step that *back* undoes. */
export function useDriftFilter() {
  const filter = parseDriftFilter(new URLSearchParams(useSearchParams().toString()));
  const pathname = usePathname();
  const change = (part: Partial<DriftFilter>) => {
    const query = formatDriftFilter({ ...filter, ...part });
    window.history.pushState(null, '', query === '' ? pathname : `${pathname}?${query}`);
  };
  return { filter, change };
}
