import { sql } from 'drizzle-orm';
import { bigint, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';
import { fabrics } from './fabrics.ts';

/** A fabric's own decisions not to count some differences. Never changed and never deleted, so that a past verdict can be made again. */
export const ignoreRules = pgTable(
  'ignore_rules',
  {
    fabricId: uuid('fabric_id')
      .notNull()
      .references(() => fabrics.id),
    id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    /** Null for every kind. */
    kind: text('kind'),
    /** Null for every name. */
    namePattern: text('name_pattern'),
    path: text('path').notNull(),
    /** Null for whoever wrote it. */
    manager: text('manager'),
    reason: text('reason').notNull(),
    /** Who answers for it. */
    author: text('author').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    /** Null for a rule without an end. */
    expiresAt: moment('expires_at'),
    removedAt: moment('removed_at'),
    removedBy: text('removed_by'),
  },
  (t) => [
    primaryKey({ columns: [t.fabricId, t.id] }),
    // What every comparison of a fabric asks for.
    index('ignore_rules_standing').on(t.fabricId).where(sql`${t.removedAt} is null`),
  ],
);
