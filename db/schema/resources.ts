import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
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
import { DRIFT_STATUSES, RESOURCE_STATES, SEVERITIES } from '../../lib/domain/lifecycle/states.ts';
import { moment, oneOf } from './columns.ts';
import { fabrics } from './fabrics.ts';

/**
 * Narrow on purpose: what lists and decisions need. The documents themselves stand in `documents`. Nearly every write
 * changes facts and state only, so no index holds them, and pages keep room (fillfactor, by migration): the new version
 * stays on its page and no index is touched, which makes such a write three times as fast.
 */
export const resources = pgTable(
  'resources',
  {
    fabricId: uuid('fabric_id')
      .notNull()
      .references(() => fabrics.id),
    id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    group: text('group').notNull(),
    kind: text('kind').notNull(),
    namespace: text('namespace').notNull(),
    name: text('name').notNull(),
    /** Counts every write of the row; a person's verb names the version it was decided on. */
    version: integer('version').notNull().default(1),
    /** The record of the same identity that was removed before this one came. */
    previousId: bigint('previous_id', { mode: 'number' }),
    removedAt: moment('removed_at'),

    /** Null until both sides were read completely once. */
    state: text('state', { enum: RESOURCE_STATES }),
    stateBeforeDraft: text('state_before_draft', { enum: RESOURCE_STATES }),
    stateChangeReason: text('state_change_reason'),
    lastStateChange: moment('last_state_change'),

    desiredHash: text('desired_hash'),
    desiredDocumentHash: text('desired_document_hash'),
    desiredApiVersion: text('desired_api_version'),
    desiredPath: text('desired_path'),
    desiredDocumentIndex: integer('desired_document_index'),
    desiredStale: text('desired_stale', { enum: ['ambiguous', 'unreadable'] }),
    desiredRevision: integer('desired_revision').notNull().default(0),
    desiredUpdatedAt: moment('desired_updated_at'),
    desiredCommit: text('desired_commit'),
    /** JSON of what was committed here while no synced revision has contained it. */
    unseenCommit: text('unseen_commit'),
    adopted: boolean('adopted').notNull().default(false),
    gitDroppedAt: moment('git_dropped_at'),
    gitDroppedCommit: text('git_dropped_commit'),
    settledRevision: integer('settled_revision'),

    actualHash: text('actual_hash'),
    actualDocumentHash: text('actual_document_hash'),
    actualUid: text('actual_uid'),
    actualApiVersion: text('actual_api_version'),
    actualEpoch: integer('actual_epoch'),
    actualResourceVersion: text('actual_resource_version'),
    actualGeneration: bigint('actual_generation', { mode: 'number' }),
    actualDeleting: boolean('actual_deleting').notNull().default(false),
    actualSystemOwned: boolean('actual_system_owned').notNull().default(false),
    actualUpdatedAt: moment('actual_updated_at'),
    proofReadAt: moment('proof_read_at'),

    draftDeletes: boolean('draft_deletes').notNull().default(false),
    draftDocumentHash: text('draft_document_hash'),
    draftContentHash: text('draft_content_hash'),
    draftOwner: text('draft_owner'),
    draftUpdatedAt: moment('draft_updated_at'),
    draftBaseDocumentHash: text('draft_base_document_hash'),
    draftBaseRevision: integer('draft_base_revision'),
    draftBaseCommit: text('draft_base_commit'),
    draftBaseLost: boolean('draft_base_lost').notNull().default(false),
    draftCommitLost: boolean('draft_commit_lost').notNull().default(false),

    deploymentRevision: integer('deployment_revision'),
    deploymentAt: moment('deployment_at'),
    deploymentOutcome: text('deployment_outcome', { enum: ['succeeded', 'failed', 'errored'] }),
    deploymentMessage: text('deployment_message'),
    deletionRequestedAt: moment('deletion_requested_at'),

    /** Null only when never calculated. */
    driftStatus: text('drift_status', { enum: DRIFT_STATUSES }),
    driftScore: doublePrecision('drift_score'),
    severity: text('severity', { enum: SEVERITIES }),
    severityReason: text('severity_reason'),
    driftKey: text('drift_key'),
    driftCount: integer('drift_count').notNull().default(0),
    driftFirst: text('drift_first'),
    driftWriter: text('drift_writer'),
    driftCheckedAt: moment('drift_checked_at'),
    driftOnset: moment('drift_onset'),
    /** Differences that ignore rules hide. */
    driftHidden: integer('drift_hidden').notNull().default(0),
    /** JSON array of the latest onsets, milliseconds: what flapping is concluded from. */
    driftOnsets: text('drift_onsets').notNull().default('[]'),

    suspectSince: moment('suspect_since'),
    proofWanted: text('proof_wanted', { enum: ['cluster', 'both'] }),
    nextCheckAt: moment('next_check_at'),
  },
  (t) => [
    primaryKey({ columns: [t.fabricId, t.id] }),
    // One live record per identity; also the key order in which rows are locked and tables are paged.
    uniqueIndex('resources_identity')
      .on(t.fabricId, t.group, t.kind, t.namespace, t.name)
      .where(sql`${t.removedAt} is null`),
    // What the worker must prove or look at again.
    index('resources_proof_wanted')
      .on(t.fabricId)
      .where(sql`${t.proofWanted} is not null and ${t.removedAt} is null`),
    index('resources_next_check')
      .on(t.fabricId, t.nextCheckAt)
      .where(sql`${t.nextCheckAt} is not null and ${t.removedAt} is null`),
    // The last record of an identity that came back.
    index('resources_removed')
      .on(t.fabricId, t.group, t.kind, t.namespace, t.name, t.removedAt)
      .where(sql`${t.removedAt} is not null`),
    check('resources_state', oneOf(t.state, RESOURCE_STATES)),
    check('resources_state_before_draft', oneOf(t.stateBeforeDraft, RESOURCE_STATES)),
    check('resources_drift_status', oneOf(t.driftStatus, DRIFT_STATUSES)),
    check('resources_severity', oneOf(t.severity, SEVERITIES)),
    check('resources_score', sql`${t.driftScore} between 0 and 1`),
  ],
);
