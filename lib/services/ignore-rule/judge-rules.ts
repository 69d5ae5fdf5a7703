import { eq, sql } from 'drizzle-orm';
import { databaseNow } from '#db/queries/clock.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import { ignoreRules } from '#db/schema/ignore-rules.ts';
import type { Database } from '#db/transaction.ts';
import type { Fencing } from '../lifecycle/fabric-context.ts';
import { loadFabricContext } from '../lifecycle/fabric-context.ts';
import { notifyFabric } from '../lifecycle/hooks.ts';
import { evaluateResources } from '../resource/evaluate-resources.ts';

const NOW = sql`clock_timestamp()`;

/** Milliseconds until a rule of the fabric comes or goes: 0 when one has and was not judged, infinite when none will. */
async function untilRulesChange(db: Database, fabricId: string): Promise<number> {
  const { createdAt, removedAt, expiresAt } = ignoreRules;
  // Moments are rounded to milliseconds, so one that is equal may be later.
  const changed = sql`${createdAt} >= ${fabrics.rulesJudgedAt} or ${removedAt} >= ${fabrics.rulesJudgedAt}
    or (${removedAt} is null and ${expiresAt} > ${fabrics.rulesJudgedAt} and ${expiresAt} <= ${NOW})`;
  const wait = sql`extract(epoch from ${expiresAt} - ${NOW}) * 1000`;
  const [row] = await db
    .select({
      changed: sql<boolean | null>`bool_or(${changed})`,
      wait: sql<string | null>`min(${wait}) filter (where ${removedAt} is null and ${expiresAt} > ${NOW})`,
    })
    .from(ignoreRules)
    .innerJoin(fabrics, eq(fabrics.id, ignoreRules.fabricId))
    .where(eq(ignoreRules.fabricId, fabricId));
  if (row?.changed === true) return 0;
  return row?.wait == null ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil(Number(row.wait)));
}

/**
 * Judges every resource anew when a rule was added, removed or has expired since this was done last: their hashes have
 * not moved, so only what a rule is for is compared. Returns the milliseconds until a rule expires.
 */
export async function judgeRules(db: Database, fabricId: string, fencing: Fencing): Promise<number> {
  const wait = await untilRulesChange(db, fabricId);
  if (wait > 0) return wait;
  const until = await startJudging(db, fabricId);
  await evaluateResources(db, fabricId, fencing, { kind: 'all' });
  await db.transaction(async (tx) => {
    await loadFabricContext(tx, fabricId, fencing);
    await tx
      .update(fabrics)
      .set({ rulesJudgedAt: new Date(until) })
      .where(eq(fabrics.id, fabricId));
    await notifyFabric(tx, fabricId, ['fabric']);
  });
  return untilRulesChange(db, fabricId);
}

/** A moment before which every rule is committed: whoever adds or removes one holds the fabric while doing so. */
async function startJudging(db: Database, fabricId: string): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.select({ id: fabrics.id }).from(fabrics).where(eq(fabrics.id, fabricId)).for('share');
    return databaseNow(tx);
  });
}
