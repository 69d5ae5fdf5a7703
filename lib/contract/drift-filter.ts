import { KEPT_CLASSES } from '../domain/drift/comparison.ts';

export type KeptClass = (typeof KEPT_CLASSES)[number];

export const DRIFT_GROUPINGS = ['kind', 'writer', 'field'] as const;
export type DriftGrouping = (typeof DRIFT_GROUPINGS)[number];

/** Which of a fabric's differences, and by what they are grouped. It lives in the URL. */
export interface DriftFilter {
  class: KeptClass;
  group: DriftGrouping | null;
}

export const EVERY_DRIFT: DriftFilter = { class: 'real', group: null };

/** Reads a filter from the URL; what it does not know is as if it were not there. */
export function parseDriftFilter(params: URLSearchParams): DriftFilter {
  const [wanted, grouping] = [params.get('class'), params.get('group')];
  return {
    class: KEPT_CLASSES.find((one) => one === wanted) ?? EVERY_DRIFT.class,
    group: DRIFT_GROUPINGS.find((one) => one === grouping) ?? null,
  };
}

/** The filter as a query string, without what is usual. */
export function formatDriftFilter(filter: DriftFilter): string {
  const params = new URLSearchParams();
  if (filter.class !== EVERY_DRIFT.class) params.set('class', filter.class);
  if (filter.group !== null) params.set('group', filter.group);
  return params.toString();
}
