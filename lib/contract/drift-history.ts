import { z } from 'zod';
import { SEVERITIES } from '../domain/lifecycle/states.ts';
import { Moment } from './readings.ts';

/** One time that a resource drifted. */
export const DriftSpell = z.strictObject({
  id: z.number(),
  onset: Moment,
  /** Null while it lasts. */
  endedAt: Moment.nullable(),
  /** A trigger, `superseded` by new content in Git, `hidden_by_rule`, or `cause_gone`. */
  endedBy: z.string().nullable(),
  /** The worst it came to. */
  severity: z.enum(SEVERITIES),
  first: z.string().nullable(),
  writer: z.string().nullable(),
  /** Both sides existed, so that what differed can be shown again. */
  hasDifferences: z.boolean(),
});
export type DriftSpell = z.infer<typeof DriftSpell>;

/** How often and how long a resource drifted within 30 days, and the latest times. */
export const DriftHistory = z.strictObject({
  times: z.number(),
  totalMs: z.number(),
  /** How often it began to drift from the first to the last remembered time; null when it does not flap. */
  flapping: z
    .strictObject({
      times: z.number(),
      first: Moment,
      last: Moment,
      /** When it is calm again if it stays quiet. */
      until: Moment,
    })
    .nullable(),
  spells: z.array(DriftSpell),
});
export type DriftHistory = z.infer<typeof DriftHistory>;
