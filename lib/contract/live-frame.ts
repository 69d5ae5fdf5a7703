import { z } from 'zod';

/** The Postgres channel on which a committed transaction tells what it changed. */
export const FABRIC_CHANGED_CHANNEL = 'fabric_changed';

/**
 * What changed: `fabric` its row or a reading (connection, marks, errors), `resources` rows or history,
 * `alerts`, `operations`.
 */
export const LIVE_TOPICS = ['fabric', 'resources', 'alerts', 'operations'] as const;
export type LiveTopic = (typeof LIVE_TOPICS)[number];

/** The payload of one notification. */
export const FabricChange = z.object({
  fabricId: z.string(),
  topics: z.array(z.enum(LIVE_TOPICS)),
});
export type FabricChange = z.infer<typeof FabricChange>;

/** What the event stream sends: once `hello` on connecting, then changes, with a beat in between. */
export type LiveFrame =
  | { type: 'hello'; now: string }
  | { type: 'changed'; changes: FabricChange[] }
  | { type: 'beat'; now: string };
