import { z } from 'zod';
import { DIFFERENCE_OPS, KEPT_CLASSES } from '../domain/drift/comparison.ts';
import { WEIGHTS } from '../domain/hedgehog/kind-profile.ts';
import { DRIFT_STATUSES, RESOURCE_STATES } from '../domain/lifecycle/states.ts';
import { Moment } from './readings.ts';

/** One difference of a fabric, with the resource it is of. */
export const DriftRow = z.strictObject({
  resourceId: z.number(),
  ordinal: z.number(),
  group: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  state: z.enum(RESOURCE_STATES).nullable(),
  driftStatus: z.enum(DRIFT_STATUSES).nullable(),
  onset: Moment.nullable(),
  desiredStale: z.enum(['ambiguous', 'unreadable']).nullable(),
  /** Empty for the whole object. */
  path: z.string(),
  op: z.enum(DIFFERENCE_OPS),
  class: z.enum(KEPT_CLASSES),
  desired: z.string().nullable(),
  actual: z.string().nullable(),
  weight: z.enum(WEIGHTS),
  writer: z.string().nullable(),
  reason: z.string(),
  /** How many times the resource drifted within 30 days, this one included. */
  times: z.number(),
  flapping: z.boolean(),
  /** What it is grouped by, and how much that group holds; everything where nothing is grouped. */
  grouped: z.strictObject({ key: z.string(), differences: z.number(), resources: z.number() }),
});
export type DriftRow = z.infer<typeof DriftRow>;

/** What comparing the resources of one kind came to. Whether it may be shown as true now is judged by the kind's reading. */
export const ComparedKind = z.strictObject({
  group: z.string(),
  kind: z.string(),
  total: z.number(),
  equal: z.number(),
  /** A change of it waits for its confirming reading. */
  suspected: z.number(),
  /** No verdict could be made, or Git's side is the last good one. */
  uncompared: z.number(),
  /** Its differences by class; of the real ones those of what drifts or is an orphan. */
  counts: z.record(z.enum(KEPT_CLASSES), z.number()),
});
export type ComparedKind = z.infer<typeof ComparedKind>;

/** The drifts of a period. */
export const SpellSummary = z.strictObject({
  within7Days: z.number(),
  within30Days: z.number(),
  /** Of those that ended within 30 days; null when none did. */
  medianMs: z.number().nullable(),
});
export type SpellSummary = z.infer<typeof SpellSummary>;

export const DriftSummary = z.strictObject({
  compared: z.array(ComparedKind),
  spells: SpellSummary,
});
export type DriftSummary = z.infer<typeof DriftSummary>;

/** One page of a fabric's differences, worst first; the summary comes with the first page only. */
export const FabricDriftPage = z.strictObject({
  rows: z.array(DriftRow),
  next: z.string().nullable(),
  summary: DriftSummary.nullable(),
});
export type FabricDriftPage = z.infer<typeof FabricDriftPage>;
