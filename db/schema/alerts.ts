import { sql } from 'drizzle-orm';
import { bigint, check, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { ALERT_STATUSES, ALERT_TYPES } from '../../lib/domain/alert/expected-alerts.ts';
import { SEVERITIES } from '../../lib/domain/lifecycle/states.ts';
import { moment, oneOf } from './columns.ts';

export const alerts = pgTable(
  'alerts',
  {
    fabricId: uuid('fabric_id').notNull(),
    id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    /** Null for an alert on the fabric or its repository. */
    resourceId: bigint('resource_id', { mode: 'number' }),
    type: text('type', { enum: ALERT_TYPES }).notNull(),
    severity: text('severity', { enum: SEVERITIES }).notNull(),
    status: text('status', { enum: ALERT_STATUSES }).notNull().default('active'),
    message: text('message').notNull(),
    openedAt: moment('opened_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    resolvedAt: moment('resolved_at'),
    /** cause_gone, superseded, or the person who acted. */
    resolvedBy: text('resolved_by'),
  },
  (t) => [
    primaryKey({ columns: [t.fabricId, t.id] }),
    // At most one open alert per resource (or fabric) and type.
    uniqueIndex('alerts_open')
      .on(t.fabricId, sql`coalesce(${t.resourceId}, 0)`, t.type)
      .where(sql`${t.status} <> 'resolved'`),
    index('alerts_resource').on(t.fabricId, t.resourceId, t.openedAt),
    check('alerts_type', oneOf(t.type, ALERT_TYPES)),
    check('alerts_status', oneOf(t.status, ALERT_STATUSES)),
    check('alerts_severity', oneOf(t.severity, SEVERITIES)),
  ],
);
