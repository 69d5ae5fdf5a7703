import { z } from 'zod';
import {
  CLUSTER_CONNECTIONS,
  KIND_AVAILABILITIES,
  REPOSITORY_CONNECTIONS,
} from '../domain/fabric/connection.ts';

/** A moment on the database's clock, ISO 8601. */
export const Moment = z.iso.datetime();

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
