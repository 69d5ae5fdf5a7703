CREATE TABLE "differences" (
	"fabric_id" uuid NOT NULL,
	"resource_id" bigint NOT NULL,
	"ordinal" integer NOT NULL,
	"path" text NOT NULL,
	"path_text" text NOT NULL,
	"op" text NOT NULL,
	"class" text NOT NULL,
	"desired" text,
	"actual" text,
	"weight" text NOT NULL,
	"writer" text,
	"written_at" timestamp (3) with time zone,
	"reason" text NOT NULL,
	"rule_id" bigint,
	CONSTRAINT "differences_fabric_id_resource_id_ordinal_pk" PRIMARY KEY("fabric_id","resource_id","ordinal"),
	CONSTRAINT "differences_op" CHECK ("differences"."op" in ('changed', 'missing_in_cluster', 'only_in_cluster')),
	CONSTRAINT "differences_class" CHECK ("differences"."class" in ('real', 'dropped', 'ignored')),
	CONSTRAINT "differences_weight" CHECK ("differences"."weight" in ('low', 'medium', 'high', 'critical'))
);
--> statement-breakpoint
CREATE TABLE "drift_spells" (
	"fabric_id" uuid NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "drift_spells_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"resource_id" bigint NOT NULL,
	"onset" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	"status" text NOT NULL,
	"severity" text NOT NULL,
	"score" double precision NOT NULL,
	"count" integer NOT NULL,
	"first" text,
	"writer" text,
	"desired_hash" text,
	"actual_hash" text,
	CONSTRAINT "drift_spells_fabric_id_id_pk" PRIMARY KEY("fabric_id","id"),
	CONSTRAINT "drift_spells_status" CHECK ("drift_spells"."status" in ('in_sync', 'spec_drift', 'desired_only', 'actual_only', 'creation_pending', 'deletion_pending')),
	CONSTRAINT "drift_spells_severity" CHECK ("drift_spells"."severity" in ('none', 'low', 'medium', 'high', 'critical'))
);
--> statement-breakpoint
CREATE TABLE "ignore_rules" (
	"fabric_id" uuid NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "ignore_rules_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text,
	"name_pattern" text,
	"path" text NOT NULL,
	"manager" text,
	"reason" text NOT NULL,
	"author" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"removed_at" timestamp (3) with time zone,
	"removed_by" text,
	CONSTRAINT "ignore_rules_fabric_id_id_pk" PRIMARY KEY("fabric_id","id")
);
--> statement-breakpoint
CREATE TABLE "second_opinions" (
	"fabric_id" uuid NOT NULL,
	"desired_hash" text NOT NULL,
	"actual_hash" text NOT NULL,
	"schema_hash" text NOT NULL,
	"outcome" text NOT NULL,
	"message" text,
	"changes" text DEFAULT '[]' NOT NULL,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "second_opinions_fabric_id_desired_hash_actual_hash_schema_hash_pk" PRIMARY KEY("fabric_id","desired_hash","actual_hash","schema_hash"),
	CONSTRAINT "second_opinions_outcome" CHECK ("second_opinions"."outcome" in ('unchanged', 'would_change', 'refused', 'not_permitted'))
);
--> statement-breakpoint
ALTER TABLE "fabrics" ADD COLUMN "rules_judged_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "resources" ADD COLUMN "drift_hidden" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "resources" ADD COLUMN "drift_onsets" text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE "ignore_rules" ADD CONSTRAINT "ignore_rules_fabric_id_fabrics_id_fk" FOREIGN KEY ("fabric_id") REFERENCES "public"."fabrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "differences_class" ON "differences" USING btree ("fabric_id","class");--> statement-breakpoint
CREATE INDEX "differences_rule" ON "differences" USING btree ("fabric_id","rule_id") WHERE "differences"."rule_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "drift_spells_open" ON "drift_spells" USING btree ("fabric_id","resource_id") WHERE "drift_spells"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "drift_spells_resource" ON "drift_spells" USING btree ("fabric_id","resource_id","onset");--> statement-breakpoint
CREATE INDEX "drift_spells_onset" ON "drift_spells" USING btree ("fabric_id","onset");--> statement-breakpoint
CREATE INDEX "ignore_rules_standing" ON "ignore_rules" USING btree ("fabric_id") WHERE "ignore_rules"."removed_at" is null;