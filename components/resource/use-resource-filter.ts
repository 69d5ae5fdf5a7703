'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import {
  formatResourceFilter,
  parseResourceFilter,
  type ResourceFilter,
} from '#lib/contract/resource-filter.ts';

/** The filter that the URL holds. A change is a step that *back* undoes; typing is not. */
export function useResourceFilter() {
  const search = useSearchParams().toString();
  const pathname = usePathname();
  const filter = useMemo(() => parseResourceFilter(new URLSearchParams(search)), [search]);
  const change = (part: Partial<ResourceFilter>, typing = false) => {
    const query = formatResourceFilter({ ...filter, ...part });
    const url = query === '' ? pathname : `${pathname}?${query}`;
    if (typing) window.history.replaceState(null, '', url);
    else window.history.pushState(null, '', url);
  };
  return { filter, change };
}
