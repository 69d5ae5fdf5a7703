import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';

/**
 * Every document once, under the hash of its text. JSON or YAML as text: jsonb refuses U+0000,
 * and nothing is queried inside. History points here, so that past differences can be shown again. No foreign key:
 * fabrics are never deleted, and looking one up for each text would take a third of the time of storing it.
 */
export const documents = pgTable(
  'documents',
  {
    fabricId: uuid('fabric_id').notNull(),
    hash: text('hash').notNull(),
    text: text('text').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.fabricId, t.hash] })],
);
