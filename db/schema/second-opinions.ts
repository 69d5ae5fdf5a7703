import { check, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { OPINION_OUTCOMES } from '../../lib/domain/drift/second-opinion.ts';
import { moment, oneOf } from './columns.ts';

/** What the API server answered to a dry run of desired over actual, once for each pair and schema. */
export const secondOpinions = pgTable(
  'second_opinions',
  {
    fabricId: uuid('fabric_id').notNull(),
    desiredHash: text('desired_hash').notNull(),
    /** Covers the uid, so a pair is of one object. */
    actualHash: text('actual_hash').notNull(),
    /** Of the CRD's schema; empty when it cannot be read. */
    schemaHash: text('schema_hash').notNull(),
    outcome: text('outcome', { enum: OPINION_OUTCOMES }).notNull(),
    /** The server's words, unchanged; null when it had nothing to object. */
    message: text('message'),
    /** JSON array of the paths that applying would change, as people read them. */
    changes: text('changes').notNull().default('[]'),
    askedAt: moment('asked_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.fabricId, t.desiredHash, t.actualHash, t.schemaHash] }),
    check('second_opinions_outcome', oneOf(t.outcome, OPINION_OUTCOMES)),
  ],
);
