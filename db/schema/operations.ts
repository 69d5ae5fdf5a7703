import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { OPERATION_KINDS, OPERATION_STATUSES } from '../../lib/domain/fabric/operation.ts';
import { moment, oneOf } from './columns.ts';
import { fabrics } from './fabrics.ts';

/** What somebody wants of the outside world. Only the worker performs it, under a claim that expires. */
export const operations = pgTable(
  'operations',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    fabricId: uuid('fabric_id')
      .notNull()
      .references(() => fabrics.id),
    kind: text('kind', { enum: OPERATION_KINDS }).notNull(),
    status: text('status', { enum: OPERATION_STATUSES }).notNull().default('queued'),
    resourceId: bigint('resource_id', { mode: 'number' }),
    actorKind: text('actor_kind', { enum: ['person', 'token', 'system'] }).notNull(),
    actor: text('actor').notNull(),
    /** JSON: what exactly is wanted, bound to the facts it was decided on. */
    request: text('request').notNull(),
    /** JSON: the outcome, per item where there are several. */
    result: text('result'),
    attempts: integer('attempts').notNull().default(0),
    claimedUntil: moment('claimed_until'),
    createdAt: moment('created_at').notNull().defaultNow(),
    finishedAt: moment('finished_at'),
  },
  (t) => [
    // What the worker has to do, oldest first.
    index('operations_open').on(t.fabricId, t.createdAt).where(sql`${t.status} in ('queued', 'running')`),
    check('operations_kind', oneOf(t.kind, OPERATION_KINDS)),
    check('operations_status', oneOf(t.status, OPERATION_STATUSES)),
  ],
);
