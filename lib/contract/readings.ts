import { z } from 'zod';
import {
  CLUSTER_CONNECTIONS,
  KIND_AVAILABILITIES,
  REPOSITORY_CONNECTIONS,
} from '../domain/fabric/connection.ts';

/** A moment on the database's clock, ISO 8601. */
export const Moment = z.iso.datetime();

/** A revision that was read and waits for somebody to confirm what it would take away; `GitReading.revision` is kept meanwhile. */
export const HeldRevision = z.strictObject({
  revision: z.string(),
  since: Moment,
  /** Names exactly what it would take away: a confirmation is for this set. */
  set: z.string(),
  reason: z.string(),
  removed: z.number(),
  /** The first few that would go, as `Kind/name`. */
  examples: z.array(z.string()),
  /** Who confirmed it; it is being taken on then. */
  releasedBy: z.string().nullable(),
});
export type HeldRevision = z.infer<typeof HeldRevision>;

/** What is known of the Git side of a fabric, and how fresh that is. */
export const GitReading = z.strictObject({
  connection: z.enum(REPOSITORY_CONNECTIONS),
  url: z.string(),
  branch: z.string(),
  directory: z.string(),
  revision: z.string().nullable(),
  readAt: Moment.nullable(),
  intervalSeconds: z.number(),
  error: z.string().nullable(),
  errorAt: Moment.nullable(),
  held: HeldRevision.nullable(),
});
export type GitReading = z.infer<typeof GitReading>;

/** What is known of the cluster side; `observedThrough` is the mark of the kind that lags most. */
export const ClusterReading = z.strictObject({
  connection: z.enum(CLUSTER_CONNECTIONS),
  observedThrough: Moment.nullable(),
  error: z.string().nullable(),
  errorAt: Moment.nullable(),
});
export type ClusterReading = z.infer<typeof ClusterReading>;

/** How far one kind has been read in the cluster. */
export const KindReading = z.strictObject({
  availability: z.enum(KIND_AVAILABILITIES),
  observedThrough: Moment.nullable(),
  message: z.string().nullable(),
});
export type KindReading = z.infer<typeof KindReading>;
