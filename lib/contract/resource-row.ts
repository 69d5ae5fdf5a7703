import { z } from 'zod';
import { DRIFT_STATUSES, RESOURCE_STATES, SEVERITIES } from '../domain/lifecycle/states.ts';
import { Moment } from './readings.ts';

/** One line of a resource table: no document is read for it. */
export const ResourceRow = z.strictObject({
  id: z.number(),
  group: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  /** Null: not read yet. */
  state: z.enum(RESOURCE_STATES).nullable(),
  reason: z.string().nullable(),
  /** When it entered its state. */
  since: Moment.nullable(),
  driftStatus: z.enum(DRIFT_STATUSES).nullable(),
  driftOnset: Moment.nullable(),
  severity: z.enum(SEVERITIES).nullable(),
  score: z.number().nullable(),
  /** The worst difference in one line, and how many more there are. */
  differs: z.strictObject({ first: z.string(), more: z.number() }).nullable(),
  /** Differences that ignore rules hide; not in `differs`. */
  hidden: z.number(),
  writer: z.string().nullable(),
  draftOwner: z.string().nullable(),
  /** Why Git's side of it is the last good one and not the present one. */
  desiredStale: z.enum(['ambiguous', 'unreadable']).nullable(),
});
export type ResourceRow = z.infer<typeof ResourceRow>;

/** One page of a table, paged by key; `next` asks for the page after it. */
export const ResourcePage = z.strictObject({
  rows: z.array(ResourceRow),
  next: z.string().nullable(),
  /** Rows that match the filter; counted with the first page only. */
  matching: z.number().nullable(),
});
export type ResourcePage = z.infer<typeof ResourcePage>;

/** The values that a filter can offer. */
export const ResourceFacets = z.strictObject({
  kinds: z.array(z.strictObject({ group: z.string(), kind: z.string(), count: z.number() })),
  writers: z.array(z.string()),
  owners: z.array(z.string()),
});
export type ResourceFacets = z.infer<typeof ResourceFacets>;
