import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { databaseNow } from '#db/queries/clock.ts';
import { differences } from '#db/schema/differences.ts';
import { ignoreRules } from '#db/schema/ignore-rules.ts';
import type { Tx } from '#db/transaction.ts';
import type { IgnoreRuleList, IgnoreRuleRow } from '#lib/contract/ignore-rule.ts';
import { momentOf } from './fabric-reading.ts';
import { requireFabric } from './require-fabric.ts';

const REMOVED_SHOWN = 20;
const NOTHING = { fields: 0, resources: 0 };

/** The fabric's rules with what each hides in the published verdicts. @throws AppError not_found */
export async function ignoreRuleList(tx: Tx, fabricId: string): Promise<IgnoreRuleList> {
  await requireFabric(tx, fabricId);
  const now = await databaseNow(tx);
  const hides = await hiddenByRule(tx, fabricId);
  const own = eq(ignoreRules.fabricId, fabricId);
  const live = await tx
    .select()
    .from(ignoreRules)
    .where(and(own, isNull(ignoreRules.removedAt)))
    .orderBy(desc(ignoreRules.id));
  const removed = await tx
    .select()
    .from(ignoreRules)
    .where(and(own, isNotNull(ignoreRules.removedAt)))
    .orderBy(desc(ignoreRules.removedAt), desc(ignoreRules.id))
    .limit(REMOVED_SHOWN);
  const rows = [...live, ...removed].map((rule): IgnoreRuleRow => {
    const { id, kind, namePattern, path, manager, reason, author, removedBy } = rule;
    const status = statusOf(rule, now);
    return {
      id: String(id),
      kind,
      namePattern,
      path,
      manager,
      reason,
      author,
      since: rule.createdAt.toISOString(),
      until: momentOf(rule.expiresAt),
      status,
      removedAt: momentOf(rule.removedAt),
      removedBy,
      // A verdict is judged anew within moments; until then it does not speak for the rule.
      hides: status === 'standing' ? (hides.get(id) ?? NOTHING) : NOTHING,
    };
  });
  const ofStatus = (status: IgnoreRuleRow['status']) => rows.filter((row) => row.status === status);
  return [...ofStatus('standing'), ...ofStatus('expired'), ...ofStatus('removed')];
}

function statusOf(
  { removedAt, expiresAt }: Pick<typeof ignoreRules.$inferSelect, 'removedAt' | 'expiresAt'>,
  now: number,
): IgnoreRuleRow['status'] {
  if (removedAt !== null) return 'removed';
  return expiresAt !== null && expiresAt.getTime() <= now ? 'expired' : 'standing';
}

async function hiddenByRule(tx: Tx, fabricId: string): Promise<Map<number | null, IgnoreRuleRow['hides']>> {
  const rows = await tx
    .select({
      ruleId: differences.ruleId,
      fields: sql<number>`count(*)::int`,
      resources: sql<number>`count(distinct ${differences.resourceId})::int`,
    })
    .from(differences)
    .where(and(eq(differences.fabricId, fabricId), isNotNull(differences.ruleId)))
    .groupBy(differences.ruleId);
  return new Map(rows.map(({ ruleId, ...hides }) => [ruleId, hides]));
}
