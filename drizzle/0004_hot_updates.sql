ALTER TABLE "documents" DROP CONSTRAINT "documents_fabric_id_fabrics_id_fk";
--> statement-breakpoint
DROP INDEX "resources_state";--> statement-breakpoint
DROP INDEX "transitions_activity";--> statement-breakpoint
ALTER TABLE "resources" SET (fillfactor = 35);
