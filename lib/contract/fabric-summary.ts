import { z } from 'zod';
import { ALERT_TYPES } from '../domain/alert/expected-alerts.ts';
import { FABRIC_STATUSES, FABRIC_SYNCS } from '../domain/fabric/connection.ts';
import { RESOURCE_STATES, SEVERITIES } from '../domain/lifecycle/states.ts';
import { ClusterReading, GitReading, KindReading, Moment } from './readings.ts';

/** Resources per state; `unread` have no state yet, and of the `stale` Git's side is the last good one. */
export const StateCounts = z.record(z.enum([...RESOURCE_STATES, 'unread', 'stale']), z.number());
export type StateCounts = z.infer<typeof StateCounts>;

/**
 * What comparing the resources of one kind came to. Whether it may be shown as true now is judged by the kind's reading.
 * A difference is one field that really differs, or a whole object that only one side has.
 */
export const KindDrift = z.strictObject({
  differences: z.number(),
  /** The resources that have them. */
  resources: z.number(),
  /** Fields that ignore rules hide; not in `differences`. */
  hidden: z.number(),
  worst: z.enum(SEVERITIES),
  /** Resources of which no verdict could be made, or with the last good one of Git's sides. */
  uncompared: z.number(),
});
export type KindDrift = z.infer<typeof KindDrift>;

/** One kind of a fabric: how far it was read, and its resources per state. */
export const KindSummary = z.strictObject({
  group: z.string(),
  kind: z.string(),
  /** The version the cluster serves; null where it was never asked. */
  version: z.string().nullable(),
  /** Null when Git holds resources of a kind that the cluster was never asked for. */
  reading: KindReading.nullable(),
  counts: StateCounts,
  drift: KindDrift,
});
export type KindSummary = z.infer<typeof KindSummary>;

export const FabricSummary = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  status: z.enum(FABRIC_STATUSES),
  sandbox: z.boolean(),
  /** `unknown` when the facts are too old or incomplete for a verdict. */
  sync: z.enum([...FABRIC_SYNCS, 'unknown']),
  git: GitReading,
  cluster: ClusterReading,
  kinds: z.array(KindSummary),
  /** When every resource was last compared. */
  driftCheckedAt: Moment.nullable(),
  alerts: z.array(
    z.strictObject({ type: z.enum(ALERT_TYPES), severity: z.enum(SEVERITIES), count: z.number() }),
  ),
  /** Resources in DRIFTED at the end of each of the last days, today last. */
  driftedByDay: z.array(z.number()),
  /** When this was read, on the database's clock. */
  asOf: Moment,
});
export type FabricSummary = z.infer<typeof FabricSummary>;

export const FabricList = z.array(FabricSummary);
export type FabricList = z.infer<typeof FabricList>;
