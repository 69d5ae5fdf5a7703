CREATE TABLE "alerts" (
	"fabric_id" uuid NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "alerts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"resource_id" bigint,
	"type" text NOT NULL,
	"severity" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"message" text NOT NULL,
	"opened_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	"resolved_by" text,
	CONSTRAINT "alerts_fabric_id_id_pk" PRIMARY KEY("fabric_id","id"),
	CONSTRAINT "alerts_type" CHECK ("alerts"."type" in ('drift_detected', 'orphaned_resource', 'creation_pending', 'deletion_pending', 'deployment_failed', 'sync_failure', 'validation_error', 'conflict_detected', 'rollout_stale', 'rollout_stuck', 'rollout_frozen')),
	CONSTRAINT "alerts_status" CHECK ("alerts"."status" in ('active', 'acknowledged', 'suppressed', 'resolved')),
	CONSTRAINT "alerts_severity" CHECK ("alerts"."severity" in ('none', 'low', 'medium', 'high', 'critical'))
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"fabric_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "documents_fabric_id_hash_pk" PRIMARY KEY("fabric_id","hash")
);
--> statement-breakpoint
CREATE TABLE "fabric_kinds" (
	"fabric_id" uuid NOT NULL,
	"group" text NOT NULL,
	"kind" text NOT NULL,
	"version" text NOT NULL,
	"plural" text NOT NULL,
	"schema_hash" text,
	"availability" text DEFAULT 'unread' NOT NULL,
	"message" text,
	"listed_epoch" integer,
	"listed_at" timestamp (3) with time zone,
	"listed_resource_version" text,
	"observed_through" timestamp (3) with time zone,
	CONSTRAINT "fabric_kinds_fabric_id_group_kind_pk" PRIMARY KEY("fabric_id","group","kind"),
	CONSTRAINT "fabric_kinds_availability" CHECK ("fabric_kinds"."availability" in ('unread', 'listed', 'forbidden', 'missing', 'error'))
);
--> statement-breakpoint
CREATE TABLE "fabric_leases" (
	"fabric_id" uuid PRIMARY KEY NOT NULL,
	"worker" text NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"fencing" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "fabrics" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"sandbox" boolean DEFAULT false NOT NULL,
	"grace_seconds" integer DEFAULT 300 NOT NULL,
	"full_pass_seconds" integer DEFAULT 600 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp (3) with time zone,
	"repository_id" uuid NOT NULL,
	"branch" text NOT NULL,
	"directory" text DEFAULT '' NOT NULL,
	"git_interval_seconds" integer DEFAULT 60 NOT NULL,
	"git_revision" text,
	"git_read_at" timestamp (3) with time zone,
	"git_known_tip" text,
	"git_rewound_tip" text,
	"git_error" text,
	"git_error_at" timestamp (3) with time zone,
	"git_sync_requested_at" timestamp (3) with time zone,
	"sealed_kubeconfig" text NOT NULL,
	"managed_kinds" text,
	"git_kinds" text DEFAULT '[]' NOT NULL,
	"cluster_connection" text DEFAULT 'unknown' NOT NULL,
	"cluster_error" text,
	"cluster_error_at" timestamp (3) with time zone,
	"cluster_identity" text,
	"cluster_epoch" integer DEFAULT 1 NOT NULL,
	"cluster_seen_at" timestamp (3) with time zone,
	"drift_check_requested_at" timestamp (3) with time zone,
	"drift_checked_at" timestamp (3) with time zone,
	CONSTRAINT "fabrics_status" CHECK ("fabrics"."status" in ('planned', 'active', 'maintenance', 'decommissioned')),
	CONSTRAINT "fabrics_cluster_connection" CHECK ("fabrics"."cluster_connection" in ('unknown', 'testing', 'connected', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "findings" (
	"fabric_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"code" text NOT NULL,
	"path" text NOT NULL,
	"line" integer,
	"document_index" integer,
	"message" text NOT NULL,
	"identity" text,
	CONSTRAINT "findings_fabric_id_ordinal_pk" PRIMARY KEY("fabric_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "operations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"fabric_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"resource_id" bigint,
	"actor_kind" text NOT NULL,
	"actor" text NOT NULL,
	"request" text NOT NULL,
	"result" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"claimed_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "operations_kind" CHECK ("operations"."kind" in ('commit', 'import')),
	CONSTRAINT "operations_status" CHECK ("operations"."status" in ('queued', 'running', 'succeeded', 'refused', 'errored'))
);
--> statement-breakpoint
CREATE TABLE "repositories" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"url" text NOT NULL,
	"username" text,
	"sealed_password" text,
	"connection" text DEFAULT 'pending' NOT NULL,
	"connection_error" text,
	"connection_checked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "repositories_url_unique" UNIQUE("url"),
	CONSTRAINT "repositories_connection" CHECK ("repositories"."connection" in ('pending', 'testing', 'connected', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "resources" (
	"fabric_id" uuid NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "resources_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"group" text NOT NULL,
	"kind" text NOT NULL,
	"namespace" text NOT NULL,
	"name" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"previous_id" bigint,
	"removed_at" timestamp (3) with time zone,
	"state" text,
	"state_before_draft" text,
	"state_change_reason" text,
	"last_state_change" timestamp (3) with time zone,
	"desired_hash" text,
	"desired_document_hash" text,
	"desired_api_version" text,
	"desired_path" text,
	"desired_document_index" integer,
	"desired_stale" text,
	"desired_revision" integer DEFAULT 0 NOT NULL,
	"desired_updated_at" timestamp (3) with time zone,
	"desired_commit" text,
	"unseen_commit" text,
	"adopted" boolean DEFAULT false NOT NULL,
	"git_dropped_at" timestamp (3) with time zone,
	"git_dropped_commit" text,
	"settled_revision" integer,
	"actual_hash" text,
	"actual_document_hash" text,
	"actual_uid" text,
	"actual_api_version" text,
	"actual_epoch" integer,
	"actual_resource_version" text,
	"actual_generation" bigint,
	"actual_deleting" boolean DEFAULT false NOT NULL,
	"actual_system_owned" boolean DEFAULT false NOT NULL,
	"actual_updated_at" timestamp (3) with time zone,
	"proof_read_at" timestamp (3) with time zone,
	"draft_deletes" boolean DEFAULT false NOT NULL,
	"draft_document_hash" text,
	"draft_content_hash" text,
	"draft_owner" text,
	"draft_updated_at" timestamp (3) with time zone,
	"draft_base_document_hash" text,
	"draft_base_revision" integer,
	"draft_base_commit" text,
	"draft_base_lost" boolean DEFAULT false NOT NULL,
	"draft_commit_lost" boolean DEFAULT false NOT NULL,
	"deployment_revision" integer,
	"deployment_at" timestamp (3) with time zone,
	"deployment_outcome" text,
	"deployment_message" text,
	"deletion_requested_at" timestamp (3) with time zone,
	"drift_status" text,
	"drift_score" double precision,
	"severity" text,
	"severity_reason" text,
	"drift_key" text,
	"drift_count" integer DEFAULT 0 NOT NULL,
	"drift_first" text,
	"drift_writer" text,
	"drift_checked_at" timestamp (3) with time zone,
	"drift_onset" timestamp (3) with time zone,
	"suspect_since" timestamp (3) with time zone,
	"proof_wanted" text,
	"next_check_at" timestamp (3) with time zone,
	CONSTRAINT "resources_fabric_id_id_pk" PRIMARY KEY("fabric_id","id"),
	CONSTRAINT "resources_state" CHECK ("resources"."state" in ('DRAFT', 'COMMITTED', 'PENDING', 'SYNCED', 'DRIFTED', 'ORPHANED')),
	CONSTRAINT "resources_state_before_draft" CHECK ("resources"."state_before_draft" in ('DRAFT', 'COMMITTED', 'PENDING', 'SYNCED', 'DRIFTED', 'ORPHANED')),
	CONSTRAINT "resources_drift_status" CHECK ("resources"."drift_status" in ('in_sync', 'spec_drift', 'desired_only', 'actual_only', 'creation_pending', 'deletion_pending')),
	CONSTRAINT "resources_severity" CHECK ("resources"."severity" in ('none', 'low', 'medium', 'high', 'critical')),
	CONSTRAINT "resources_score" CHECK ("resources"."drift_score" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "transitions" (
	"fabric_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "transitions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"resource_id" bigint NOT NULL,
	"group" text NOT NULL,
	"kind" text NOT NULL,
	"namespace" text NOT NULL,
	"name" text NOT NULL,
	"from_state" text,
	"to_state" text,
	"trigger" text NOT NULL,
	"reason" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor" text NOT NULL,
	"refused" boolean DEFAULT false NOT NULL,
	"context" text,
	"desired_hash" text,
	"actual_hash" text,
	"lasted_ms" bigint,
	CONSTRAINT "transitions_fabric_id_at_id_pk" PRIMARY KEY("fabric_id","at","id"),
	CONSTRAINT "transitions_from" CHECK ("transitions"."from_state" in ('DRAFT', 'COMMITTED', 'PENDING', 'SYNCED', 'DRIFTED', 'ORPHANED')),
	CONSTRAINT "transitions_to" CHECK ("transitions"."to_state" in ('DRAFT', 'COMMITTED', 'PENDING', 'SYNCED', 'DRIFTED', 'ORPHANED', 'REMOVED')),
	CONSTRAINT "transitions_trigger" CHECK ("transitions"."trigger" in ('first_sight', 'create', 'edit', 'discard', 'commit', 'commit_lost', 'git_sync', 'deployment', 'drift_detected', 'drift_resolved', 'reconciliation', 'accept_drift', 'import', 'orphan_detected', 'removed', 'auto_repair'))
);
--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_fabric_id_fabrics_id_fk" FOREIGN KEY ("fabric_id") REFERENCES "public"."fabrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fabric_kinds" ADD CONSTRAINT "fabric_kinds_fabric_id_fabrics_id_fk" FOREIGN KEY ("fabric_id") REFERENCES "public"."fabrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fabric_leases" ADD CONSTRAINT "fabric_leases_fabric_id_fabrics_id_fk" FOREIGN KEY ("fabric_id") REFERENCES "public"."fabrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fabrics" ADD CONSTRAINT "fabrics_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_fabric_id_fabrics_id_fk" FOREIGN KEY ("fabric_id") REFERENCES "public"."fabrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operations" ADD CONSTRAINT "operations_fabric_id_fabrics_id_fk" FOREIGN KEY ("fabric_id") REFERENCES "public"."fabrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resources" ADD CONSTRAINT "resources_fabric_id_fabrics_id_fk" FOREIGN KEY ("fabric_id") REFERENCES "public"."fabrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_open" ON "alerts" USING btree ("fabric_id",coalesce("resource_id", 0),"type") WHERE "alerts"."status" <> 'resolved';--> statement-breakpoint
CREATE INDEX "alerts_resource" ON "alerts" USING btree ("fabric_id","resource_id","opened_at");--> statement-breakpoint
CREATE UNIQUE INDEX "fabrics_name" ON "fabrics" USING btree ("name") WHERE "fabrics"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "findings_identity" ON "findings" USING btree ("fabric_id","identity");--> statement-breakpoint
CREATE INDEX "operations_open" ON "operations" USING btree ("fabric_id","created_at") WHERE "operations"."status" in ('queued', 'running');--> statement-breakpoint
CREATE UNIQUE INDEX "resources_identity" ON "resources" USING btree ("fabric_id","group","kind","namespace","name") WHERE "resources"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "resources_state" ON "resources" USING btree ("fabric_id","state") WHERE "resources"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "resources_proof_wanted" ON "resources" USING btree ("fabric_id") WHERE "resources"."proof_wanted" is not null and "resources"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "resources_next_check" ON "resources" USING btree ("fabric_id","next_check_at") WHERE "resources"."next_check_at" is not null and "resources"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "resources_removed" ON "resources" USING btree ("fabric_id","group","kind","namespace","name","removed_at") WHERE "resources"."removed_at" is not null;--> statement-breakpoint
CREATE INDEX "transitions_resource" ON "transitions" USING btree ("fabric_id","resource_id","at","id");--> statement-breakpoint
CREATE INDEX "transitions_activity" ON "transitions" USING btree ("at","id");