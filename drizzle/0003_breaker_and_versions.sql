ALTER TABLE "fabric_kinds" ADD COLUMN "served_versions" text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE "fabrics" ADD COLUMN "held_revision" text;--> statement-breakpoint
ALTER TABLE "fabrics" ADD COLUMN "held_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "fabrics" ADD COLUMN "held_reason" text;--> statement-breakpoint
ALTER TABLE "fabrics" ADD COLUMN "held_set" text;--> statement-breakpoint
ALTER TABLE "fabrics" ADD COLUMN "released_set" text;--> statement-breakpoint
ALTER TABLE "fabrics" ADD COLUMN "released_by" text;