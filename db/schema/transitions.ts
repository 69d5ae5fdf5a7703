import { bigint, boolean, check, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { RESOURCE_STATES, TRIGGERS } from '../../lib/domain/lifecycle/states.ts';
import { moment, oneOf } from './columns.ts';

const TARGETS = [...RESOURCE_STATES, 'REMOVED'] as const;

/**
 * History, append-only: a trigger of the database refuses UPDATE, DELETE and TRUNCATE. No foreign keys,
 * because rows outlive what they tell of.
 */
export const transitions = pgTable(
  'transitions',
  {
    fabricId: uuid('fabric_id').notNull(),
    at: moment('at').notNull().defaultNow(),
    id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    resourceId: bigint('resource_id', { mode: 'number' }).notNull(),
    group: text('group').notNull(),
    kind: text('kind').notNull(),
    namespace: text('namespace').notNull(),
    name: text('name').notNull(),
    fromState: text('from_state', { enum: RESOURCE_STATES }),
    /** Null on refused and failed attempts, and on notes, which moved nothing (a draft taken over). */
    toState: text('to_state', { enum: TARGETS }),
    trigger: text('trigger', { enum: TRIGGERS }).notNull(),
    reason: text('reason').notNull(),
    actorKind: text('actor_kind', { enum: ['person', 'token', 'system'] }).notNull(),
    actor: text('actor').notNull(),
    /** The attempt was refused or failed; `reason` is what was said. */
    refused: boolean('refused').notNull().default(false),
    /** JSON: commit, score, alert, request id, as far as there are any. */
    context: text('context'),
    desiredHash: text('desired_hash'),
    actualHash: text('actual_hash'),
    /** How long the state before had lasted, in milliseconds. */
    lastedMs: bigint('lasted_ms', { mode: 'number' }),
  },
  (t) => [
    primaryKey({ columns: [t.fabricId, t.at, t.id] }),
    // The timeline of one resource.
    index('transitions_resource').on(t.fabricId, t.resourceId, t.at, t.id),
    check('transitions_from', oneOf(t.fromState, RESOURCE_STATES)),
    check('transitions_to', oneOf(t.toState, TARGETS)),
    check('transitions_trigger', oneOf(t.trigger, TRIGGERS)),
  ],
);
