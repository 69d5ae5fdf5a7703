import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { DIFFERENCE_OPS, KEPT_CLASSES } from '../../lib/domain/drift/comparison.ts';
import { WEIGHTS } from '../../lib/domain/hedgehog/kind-profile.ts';
import { moment, oneOf } from './columns.ts';

/**
 * The differences of the published verdicts that somebody has to act on or has decided about: real, dropped and ignored.
 * Replaced with the verdict of their resource. What is explained (defaulted, rewritten) is compared anew when asked for.
 */
export const differences = pgTable(
  'differences',
  {
    fabricId: uuid('fabric_id').notNull(),
    resourceId: bigint('resource_id', { mode: 'number' }).notNull(),
    ordinal: integer('ordinal').notNull(),
    /** JSON array from the root of the object; empty for the whole object. */
    path: text('path').notNull(),
    pathText: text('path_text').notNull(),
    op: text('op', { enum: DIFFERENCE_OPS }).notNull(),
    class: text('class', { enum: KEPT_CLASSES }).notNull(),
    /** In one line, as a cell shows it: text as it is, all else as JSON, and cut; null where Git lacks it. */
    desired: text('desired'),
    actual: text('actual'),
    weight: text('weight', { enum: WEIGHTS }).notNull(),
    writer: text('writer'),
    /** By the server's own clock; shown, never ordered by. */
    writtenAt: moment('written_at'),
    reason: text('reason').notNull(),
    /** The ignore rule that hides it. */
    ruleId: bigint('rule_id', { mode: 'number' }),
  },
  (t) => [
    primaryKey({ columns: [t.fabricId, t.resourceId, t.ordinal] }),
    // The fabric's differences of one class, and the hits of a rule.
    index('differences_class').on(t.fabricId, t.class),
    index('differences_rule').on(t.fabricId, t.ruleId).where(sql`${t.ruleId} is not null`),
    check('differences_op', oneOf(t.op, DIFFERENCE_OPS)),
    check('differences_class', oneOf(t.class, KEPT_CLASSES)),
    check('differences_weight', oneOf(t.weight, WEIGHTS)),
  ],
);
