import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  CLUSTER_CONNECTIONS,
  FABRIC_STATUSES,
  KIND_AVAILABILITIES,
} from '../../lib/domain/fabric/connection.ts';
import { moment, oneOf } from './columns.ts';
import { repositories } from './repositories.ts';

export const fabrics = pgTable(
  'fabrics',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    name: text('name').notNull(),
    status: text('status', { enum: FABRIC_STATUSES }).notNull().default('active'),
    /** The sandbox is the only fabric that may be written to until people can sign in. */
    sandbox: boolean('sandbox').notNull().default(false),
    graceSeconds: integer('grace_seconds').notNull().default(300),
    fullPassSeconds: integer('full_pass_seconds').notNull().default(600),
    createdAt: moment('created_at').notNull().defaultNow(),
    removedAt: moment('removed_at'),

    repositoryId: uuid('repository_id')
      .notNull()
      .references(() => repositories.id),
    branch: text('branch').notNull(),
    directory: text('directory').notNull().default(''),
    gitIntervalSeconds: integer('git_interval_seconds').notNull().default(60),
    /** The revision all desired facts were read at; null until one was read completely. */
    gitRevision: text('git_revision'),
    /** When the fetch behind that revision began. */
    gitReadAt: moment('git_read_at'),
    /** The newest tip known, by fetch or by our own push: what a rewrite is judged against. */
    gitKnownTip: text('git_known_tip'),
    /** A tip older than the known one, seen once; the second sighting proves a rewrite. */
    gitRewoundTip: text('git_rewound_tip'),
    gitError: text('git_error'),
    gitErrorAt: moment('git_error_at'),
    gitSyncRequestedAt: moment('git_sync_requested_at'),
    /** A revision that would take away too much at once waits here for somebody to confirm it; null when none does. */
    heldRevision: text('held_revision'),
    heldAt: moment('held_at'),
    /** Why it is held and what it would take away: a `HeldReading`, as JSON. */
    heldReason: text('held_reason'),
    /** Hash of what it would take away: a confirmation is for exactly that set. */
    heldSet: text('held_set'),
    /** The set that was confirmed, by whom; gone as soon as it was taken on, so that it is good for one time. */
    releasedSet: text('released_set'),
    releasedBy: text('released_by'),

    /** Sealed kubeconfig. */
    sealedKubeconfig: text('sealed_kubeconfig').notNull(),
    /** Kinds to manage as `group/Kind`, JSON array; null means the catalogue's defaults. */
    managedKinds: text('managed_kinds'),
    /** Kinds that Git was ever seen to hold, as `group/Kind`, JSON array; they widen the defaults. */
    gitKinds: text('git_kinds').notNull().default('[]'),
    clusterConnection: text('cluster_connection', { enum: CLUSTER_CONNECTIONS }).notNull().default('unknown'),
    clusterError: text('cluster_error'),
    clusterErrorAt: moment('cluster_error_at'),
    clusterIdentity: text('cluster_identity'),
    /** Counts clusters behind this name: resourceVersions of different epochs are not comparable. */
    clusterEpoch: integer('cluster_epoch').notNull().default(1),
    clusterSeenAt: moment('cluster_seen_at'),
    driftCheckRequestedAt: moment('drift_check_requested_at'),
    driftCheckedAt: moment('drift_checked_at'),
    /** Until when the coming and going of ignore rules was judged on every resource. */
    rulesJudgedAt: moment('rules_judged_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('fabrics_name').on(t.name).where(sql`${t.removedAt} is null`),
    check('fabrics_status', oneOf(t.status, FABRIC_STATUSES)),
    check('fabrics_cluster_connection', oneOf(t.clusterConnection, CLUSTER_CONNECTIONS)),
  ],
);

/**
 * Which worker looks after a fabric. Apart from `fabrics`, because every transaction of a worker holds its row
 * shared, and must be free to update the fabric.
 */
export const fabricLeases = pgTable('fabric_leases', {
  fabricId: uuid('fabric_id')
    .primaryKey()
    .references(() => fabrics.id),
  worker: text('worker').notNull(),
  until: moment('until').notNull(),
  /** Rises with every change of hands; a worker that was overtaken is refused by it. */
  fencing: bigint('fencing', { mode: 'number' }).notNull(),
});

/** One row a kind that a fabric's cluster serves and the fabric manages. */
export const fabricKinds = pgTable(
  'fabric_kinds',
  {
    fabricId: uuid('fabric_id')
      .notNull()
      .references(() => fabrics.id),
    group: text('group').notNull(),
    kind: text('kind').notNull(),
    version: text('version').notNull(),
    /** Every served version, JSON array; `version` is the preferred one. */
    servedVersions: text('served_versions').notNull().default('[]'),
    plural: text('plural').notNull(),
    /** Hash of the stored structural schema; null when the CRD cannot be read. */
    schemaHash: text('schema_hash'),
    availability: text('availability', { enum: KIND_AVAILABILITIES }).notNull().default('unread'),
    message: text('message'),
    /** The epoch of the last complete listing; a kind counts as read only in the fabric's present epoch. */
    listedEpoch: integer('listed_epoch'),
    /** When the last complete listing began. */
    listedAt: moment('listed_at'),
    listedResourceVersion: text('listed_resource_version'),
    /** Lists, events and bookmarks advance it. */
    observedThrough: moment('observed_through'),
  },
  (t) => [
    primaryKey({ columns: [t.fabricId, t.group, t.kind] }),
    check('fabric_kinds_availability', oneOf(t.availability, KIND_AVAILABILITIES)),
  ],
);

/** Problems of the files at the synced revision; replaced as a whole by each sync. */
export const findings = pgTable(
  'findings',
  {
    fabricId: uuid('fabric_id')
      .notNull()
      .references(() => fabrics.id),
    ordinal: integer('ordinal').notNull(),
    code: text('code').notNull(),
    path: text('path').notNull(),
    line: integer('line'),
    documentIndex: integer('document_index'),
    message: text('message').notNull(),
    /** `group/kind/namespace/name` where the finding is about one resource. */
    identity: text('identity'),
  },
  (t) => [
    primaryKey({ columns: [t.fabricId, t.ordinal] }),
    index('findings_identity').on(t.fabricId, t.identity),
  ],
);
