import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { DRIFT_STATUSES, SEVERITIES } from '../../lib/domain/lifecycle/states.ts';
import { moment, oneOf } from './columns.ts';

/** Each time a resource drifted: since when, by whom, how bad at its worst, and until when. */
export const driftSpells = pgTable(
  'drift_spells',
  {
    fabricId: uuid('fabric_id').notNull(),
    id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    resourceId: bigint('resource_id', { mode: 'number' }).notNull(),
    onset: moment('onset').notNull(),
    /** Null while it lasts. */
    endedAt: moment('ended_at'),
    /** The trigger that ended it, `superseded` by new desired content, or `cause_gone`. */
    endedBy: text('ended_by'),
    status: text('status', { enum: DRIFT_STATUSES }).notNull(),
    /** The worst it came to. */
    severity: text('severity', { enum: SEVERITIES }).notNull(),
    score: doublePrecision('score').notNull(),
    count: integer('count').notNull(),
    /** The worst difference in one line. */
    first: text('first'),
    writer: text('writer'),
    /** Both sides as they last were while it lasted: its differences can be shown again. */
    desiredHash: text('desired_hash'),
    actualHash: text('actual_hash'),
  },
  (t) => [
    primaryKey({ columns: [t.fabricId, t.id] }),
    // A resource has at most one that lasts.
    uniqueIndex('drift_spells_open').on(t.fabricId, t.resourceId).where(sql`${t.endedAt} is null`),
    index('drift_spells_resource').on(t.fabricId, t.resourceId, t.onset),
    // How often a fabric's resources drifted in a period.
    index('drift_spells_onset').on(t.fabricId, t.onset),
    check('drift_spells_status', oneOf(t.status, DRIFT_STATUSES)),
    check('drift_spells_severity', oneOf(t.severity, SEVERITIES)),
  ],
);
