import type { ResourceFilter, ResourceSort } from '#lib/contract/resource-filter.ts';

/** The next order of a column: ascending, descending, then back to the most urgent first. */
export function nextSort({ sort, descending }: ResourceFilter, column: ResourceSort) {
  if (sort !== column) return { sort: column, descending: false };
  return descending ? { sort: 'urgency' as const, descending: false } : { sort: column, descending: true };
}
