import { sql } from 'drizzle-orm';
import { databaseNow } from '#db/queries/clock.ts';
import { wakeWorker } from '#db/queries/fabrics.ts';
import { findRuleRefusal } from '#db/queries/rule-refusal.ts';
import { ignoreRules } from '#db/schema/ignore-rules.ts';
import type { Database } from '#db/transaction.ts';
import {
  type GivenScope,
  LONGEST_IN_RULE,
  readRuleScope,
  ruleEndProblem,
  ruleTextProblem,
} from '#lib/domain/drift/rule-scope.ts';
import { AppError } from '#lib/errors.ts';
import { holdWritableFabric } from '../fabric/hold-writable-fabric.ts';
import { notifyFabric } from '../lifecycle/hooks.ts';
import type { Actor } from '../lifecycle/perform-plans.ts';

/** Without an end when that is null or left out. */
export type NewIgnoreRule = GivenScope & { reason: string; expiresAt?: Date | null };

function reasonProblem(reason: string): string | null {
  if (reason === '') return "The rule's reason is missing: say why this difference does not count.";
  return ruleTextProblem('reason', reason, LONGEST_IN_RULE.reason);
}

function parse({ reason: given, expiresAt = null, ...rest }: NewIgnoreRule) {
  const { scope, problem } = readRuleScope(rest);
  const reason = given.trim();
  const wrong = problem ?? reasonProblem(reason);
  if (wrong !== null) throw new AppError('invalid_input', wrong);
  return { ...scope, reason, expiresAt };
}

/**
 * Adds a rule by which some differences of a fabric do not count; its worker judges every resource by it at once.
 * Rules are never edited, so that a verdict of the past can be made again: remove one and add another.
 * @throws AppError invalid_input, not_found, conflict when the same rule stands, refused
 */
export async function addIgnoreRule(
  db: Database,
  actor: Actor,
  fabricId: string,
  input: NewIgnoreRule,
): Promise<{ id: string }> {
  const rule = parse(input);
  return db.transaction(async (tx) => {
    await holdWritableFabric(tx, fabricId);
    const now = await databaseNow(tx);
    const wrong = rule.expiresAt === null ? null : ruleEndProblem(rule.expiresAt.getTime(), now);
    if (wrong !== null) throw new AppError('invalid_input', wrong);
    const refusal = await findRuleRefusal(tx, fabricId, rule);
    if (refusal !== null) throw refusal;
    const [row] = await tx
      .insert(ignoreRules)
      .values({ ...rule, fabricId, author: actor.name, createdAt: sql`clock_timestamp()` })
      .returning({ id: ignoreRules.id });
    if (row === undefined) throw new AppError('internal', 'The rule was not written.');
    await wakeWorker(tx, fabricId);
    await notifyFabric(tx, fabricId, ['fabric']);
    return { id: String(row.id) };
  });
}
