import { setTimeout as delay } from 'node:timers/promises';
import { and, count, eq, isNull } from 'drizzle-orm';
import { findDocuments } from '#db/queries/documents.ts';
import type { ResourceRow } from '#db/queries/resources.ts';
import { resources } from '#db/schema/resources.ts';
import { transitions } from '#db/schema/transitions.ts';
import type { Database } from '#db/transaction.ts';
import { LOCAL_ACTOR } from '#lib/actions/local-actor.ts';
import type { DashboardStep, DayStep } from '#lib/sandbox/seed/day.ts';
import { isClusterStep, SANDBOX_DAY } from '#lib/sandbox/seed/day.ts';
import { saveDraft } from '#lib/services/draft/save-draft.ts';
import { requestCommit } from '#lib/services/operation/request-commit.ts';

const POLL_MS = 200;
const PATIENCE_MS = 60_000;

const isDashboardStep = (step: DayStep): step is DashboardStep => !isClusterStep(step);

async function rowOf(
  db: Database,
  fabricId: string,
  { kind, name }: DashboardStep,
): Promise<ResourceRow | null> {
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

// The draft is left for whoever opens the dashboard, so it is theirs: a draft has one owner.
const personOf = (step: DashboardStep) => (step.do === 'draft' ? LOCAL_ACTOR.name : step.by);

async function hasHappened(db: Database, fabricId: string, step: DashboardStep): Promise<boolean> {
  const { kind, name } = step;
  const [row] = await db
    .select({ times: count() })
    .from(transitions)
    .where(
      and(
        eq(transitions.fabricId, fabricId),
        eq(transitions.kind, kind),
        eq(transitions.name, name),
        eq(transitions.actor, personOf(step)),
      ),
    );
  return (row?.times ?? 0) > 0;
}

async function perform(db: Database, fabricId: string, step: DashboardStep, row: ResourceRow): Promise<void> {
  const hash = row.desiredDocumentHash ?? '';
  const text = (await db.transaction((tx) => findDocuments(tx, fabricId, [hash]))).get(hash);
  if (text === undefined || !text.includes(step.replace.this)) return;
  const identity = { group: row.group, kind: row.kind, namespace: row.namespace, name: row.name };
  const actor = { kind: 'person', name: personOf(step) } as const;
  await saveDraft(db, actor, {
    fabricId,
    identity,
    text: text.replace(step.replace.this, step.replace.by),
    create: false,
  });
  if (step.do === 'commit') await requestCommit(db, actor, fabricId, identity, step.message ?? null);
}

/** Lets people do in the dashboard what the sandbox's day has for them, each step once and only on a synced resource. */
export async function playDay(db: Database, fabricId: string, signal: AbortSignal): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (const step of SANDBOX_DAY.filter(isDashboardStep)) {
    if (await hasHappened(db, fabricId, step)) continue;
    while (performance.now() < until) {
      const row = await rowOf(db, fabricId, step);
      if (row?.state === 'SYNCED') {
        await perform(db, fabricId, step, row);
        break;
      }
      await delay(POLL_MS, undefined, { signal });
    }
  }
}
