import { check, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { REPOSITORY_CONNECTIONS } from '../../lib/domain/fabric/connection.ts';
import { moment, oneOf } from './columns.ts';

export const repositories = pgTable(
  'repositories',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    url: text('url').notNull().unique(),
    username: text('username'),
    /** Sealed with the application's key; never leaves the server. */
    sealedPassword: text('sealed_password'),
    connection: text('connection', { enum: REPOSITORY_CONNECTIONS }).notNull().default('pending'),
    connectionError: text('connection_error'),
    connectionCheckedAt: moment('connection_checked_at'),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [check('repositories_connection', oneOf(t.connection, REPOSITORY_CONNECTIONS))],
);
