import { and, eq, sql } from 'drizzle-orm';
import { wakeWorker } from '#db/queries/fabrics.ts';
import { ruleIdOf } from '#db/queries/ignore-rules.ts';
import { findRemovalEffect } from '#db/queries/rule-removal.ts';
import { ignoreRules } from '#db/schema/ignore-rules.ts';
import type { Database } from '#db/transaction.ts';
import type { RuleRemoval } from '#lib/contract/ignore-rule.ts';
import { AppError } from '#lib/errors.ts';
import { holdWritableFabric } from '../fabric/hold-writable-fabric.ts';
import { notifyFabric } from '../lifecycle/hooks.ts';
import type { Actor } from '../lifecycle/perform-plans.ts';

/**
 * Removes a rule: what it alone hid counts again, judged by the worker at once. Its record stays, for verdicts of the past.
 * Answers what counts again and what other rules still hide.
 * @throws AppError not_found, refused when it was removed before or the fabric is read-only
 */
export async function removeIgnoreRule(
  db: Database,
  actor: Actor,
  fabricId: string,
  ruleId: string,
): Promise<RuleRemoval> {
  const id = ruleIdOf(ruleId);
  return db.transaction(async (tx) => {
    await holdWritableFabric(tx, fabricId);
    const own = id === null ? null : and(eq(ignoreRules.fabricId, fabricId), eq(ignoreRules.id, id));
    const [rule] = own === null ? [] : await tx.select().from(ignoreRules).where(own);
    if (id === null || own === null || rule === undefined) {
      throw new AppError(
        'not_found',
        `The fabric has no rule ${ruleId}. List its rules to see which there are.`,
      );
    }
    if (rule.removedAt !== null) {
      throw new AppError('refused', `Rule ${ruleId} was removed by ${rule.removedBy} already.`);
    }
    const removal = await findRemovalEffect(tx, fabricId, id);
    await tx.update(ignoreRules).set({ removedAt: sql`clock_timestamp()`, removedBy: actor.name }).where(own);
    await wakeWorker(tx, fabricId);
    await notifyFabric(tx, fabricId, ['fabric']);
    return removal;
  });
}
