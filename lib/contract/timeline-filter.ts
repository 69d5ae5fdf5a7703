/** Which entries: all, those of people and tokens, or the attempts that were refused. */
export const TIMELINE_FILTERS = ['all', 'people', 'refused'] as const;
export type TimelineFilter = (typeof TIMELINE_FILTERS)[number];
