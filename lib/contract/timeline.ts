import { z } from 'zod';
import { ALERT_TYPES } from '../domain/alert/expected-alerts.ts';
import { RESOURCE_STATES, SEVERITIES, TRIGGERS } from '../domain/lifecycle/states.ts';
import { Moment } from './readings.ts';
import { ComparedTexts, DifferenceRow } from './resource-detail.ts';

/** One transition, or one attempt that was refused. */
export const TimelineEntry = z.strictObject({
  id: z.number(),
  at: Moment,
  group: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  fabric: z.string(),
  from: z.enum(RESOURCE_STATES).nullable(),
  /** Null on a refused attempt and on a note, which moved nothing. */
  to: z.enum([...RESOURCE_STATES, 'REMOVED']).nullable(),
  trigger: z.enum(TRIGGERS),
  reason: z.string(),
  actorKind: z.enum(['person', 'token', 'system']),
  actor: z.string(),
  refused: z.boolean(),
  commit: z.string().nullable(),
  /** An ignore rule that came or ended made the difference, and neither Git nor the cluster. */
  byRule: z.boolean(),
  /** How long the state before had lasted, milliseconds. */
  lastedMs: z.number().nullable(),
  /** The differences of that moment were kept and can be shown. */
  hasDifferences: z.boolean(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** A page of history, newest first. */
export const TimelinePage = z.strictObject({
  entries: z.array(TimelineEntry),
  next: z.string().nullable(),
});
export type TimelinePage = z.infer<typeof TimelinePage>;

/** An open alert, worst first: what needs a decision. */
export const AttentionItem = z.strictObject({
  id: z.number(),
  fabric: z.string(),
  fabricId: z.uuid(),
  type: z.enum(ALERT_TYPES),
  severity: z.enum(SEVERITIES),
  message: z.string(),
  openedAt: Moment,
  /** Null for an alert on the fabric or its repository. */
  resource: z
    .strictObject({
      group: z.string(),
      kind: z.string(),
      namespace: z.string(),
      name: z.string(),
      desiredStale: z.enum(['ambiguous', 'unreadable']).nullable(),
    })
    .nullable(),
});
export type AttentionItem = z.infer<typeof AttentionItem>;

export const Activity = z.strictObject({
  attention: z.array(AttentionItem),
  attentionTotal: z.number(),
  latest: z.array(TimelineEntry),
});
export type Activity = z.infer<typeof Activity>;

/** Both sides as they were at a transition. */
export const MomentDetail = z.strictObject({
  differences: z.array(DifferenceRow),
  compared: ComparedTexts,
});
export type MomentDetail = z.infer<typeof MomentDetail>;
