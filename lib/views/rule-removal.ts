import { ruleIdOf } from '#db/queries/ignore-rules.ts';
import { findRemovalEffect } from '#db/queries/rule-removal.ts';
import type { Tx } from '#db/transaction.ts';
import type { RuleRemoval } from '#lib/contract/ignore-rule.ts';
import { requireFabric } from './require-fabric.ts';

/** What removing a rule would do; nothing when no such rule stands. @throws AppError not_found */
export async function ruleRemoval(tx: Tx, fabricId: string, ruleId: string): Promise<RuleRemoval> {
  await requireFabric(tx, fabricId);
  return findRemovalEffect(tx, fabricId, ruleIdOf(ruleId) ?? 0);
}
