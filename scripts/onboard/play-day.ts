import { setTimeout as delay } from 'node:timers/promises';
import { and, count, eq, isNull } from 'drizzle-orm';
import { findDocuments } from '#db/queries/documents.ts';
import type { ResourceRow } from '#db/queries/resources.ts';
import { resources } from '#db/schema/resources.ts';
import { transitions } from '#db/schema/transitions.ts';
import type { Database } from '#db/transaction.ts';
import { LOCAL_ACTOR } from '#lib/actions/local-actor.ts';
import type { ApiServerAddress } from '#lib/sandbox/api-client.ts';
import { KindPaths } from '#lib/sandbox/deployer/deploy-object.ts';
import type { DashboardStep, DayStep } from '#lib/sandbox/seed/day.ts';
import { isClusterStep, SANDBOX_DAY } from '#lib/sandbox/seed/day.ts';
import { performStep } from '#lib/sandbox/seed/seed-sandbox.ts';
import { saveDraft } from '#lib/services/draft/save-draft.ts';
import { requestCommit } from '#lib/services/operation/request-commit.ts';

const POLL_MS = 200;
const PATIENCE_MS = 60_000;

async function rowOf(db: Database, fabricId: string, { kind, name }: DayStep): Promise<ResourceRow | null> {
  const [row] = await db
    .select()
    .from(resources)
    .where(
      and(
        eq(resources.fabricId, fabricId),
        eq(resources.kind, kind),
        eq(resources.name, name),
        isNull(resources.removedAt),
      ),
    );
  return row ?? null;
}

async function eventsOf(db: Database, fabricId: string, { kind, name }: DayStep): Promise<number> {
  const [row] = await db
    .select({ events: count() })
    .from(transitions)
    .where(and(eq(transitions.fabricId, fabricId), eq(transitions.kind, kind), eq(transitions.name, name)));
  return row?.events ?? 0;
}

async function performInDashboard(
  db: Database,
  fabricId: string,
  step: DashboardStep,
  row: ResourceRow,
): Promise<void> {
  const hash = row.desiredDocumentHash ?? '';
  const text = (await db.transaction((tx) => findDocuments(tx, fabricId, [hash]))).get(hash);
  if (text === undefined || !text.includes(step.replace.this)) return;
  const identity = { group: row.group, kind: row.kind, namespace: row.namespace, name: row.name };
  // The draft is left for whoever opens the dashboard, so it is theirs: a draft has one owner.
  const actor = step.do === 'draft' ? LOCAL_ACTOR : ({ kind: 'person', name: step.by } as const);
  const edited = text.replace(step.replace.this, step.replace.by);
  await saveDraft(db, actor, { fabricId, identity, text: edited, create: false });
  if (step.do === 'commit') await requestCommit(db, actor, fabricId, identity, step.message ?? null);
}

/**
 * Lets the sandbox's first day happen before the dashboard's eyes: each step once, on a resource that was seen SYNCED
 * and of which nothing else has been heard since.
 */
export async function playDay(
  db: Database,
  fabricId: string,
  server: ApiServerAddress,
  signal: AbortSignal,
): Promise<void> {
  const paths = new KindPaths(server);
  const until = performance.now() + PATIENCE_MS;
  for (const step of SANDBOX_DAY) {
    const seen = step.do === 'create' ? 0 : 1;
    for (
      ;
      (await eventsOf(db, fabricId, step)) <= seen && performance.now() < until;
      await delay(POLL_MS, undefined, { signal })
    ) {
      const row = await rowOf(db, fabricId, step);
      if (step.do === 'create' ? row !== null : row?.state !== 'SYNCED') continue;
      if (isClusterStep(step)) await performStep(server, paths, step);
      else if (row !== null) await performInDashboard(db, fabricId, step, row);
      break;
    }
  }
}
