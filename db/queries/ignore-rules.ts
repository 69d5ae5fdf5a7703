import { and, asc, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm';
import type { IgnoreRule } from '../../lib/domain/drift/ignore-rules.ts';
import type { EndedRule } from '../../lib/domain/drift/rule-effect.ts';
import { ignoreRules } from '../schema/ignore-rules.ts';
import type { Reader } from '../transaction.ts';

/** The id that a text from outside names; null when no rule can have it. */
export function ruleIdOf(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

/** A stored rule as comparisons take it. */
export function ruleFromRow(row: typeof ignoreRules.$inferSelect): IgnoreRule {
  const { id, kind, namePattern, path, manager, reason, author, expiresAt } = row;
  return {
    id: String(id),
    kind,
    namePattern,
    path,
    manager,
    reason,
    author,
    expiresAt: expiresAt?.getTime() ?? null,
  };
}

/** The fabric's rules that nobody removed, the oldest first; those that have expired are among them. */
export async function findStandingRules(tx: Reader, fabricId: string): Promise<IgnoreRule[]> {
  const rows = await tx
    .select()
    .from(ignoreRules)
    .where(and(eq(ignoreRules.fabricId, fabricId), isNull(ignoreRules.removedAt)))
    .orderBy(asc(ignoreRules.id));
  return rows.map(ruleFromRow);
}

/** The fabric's rules that stood at a moment of the past, the oldest first; those that had expired are among them. */
export async function findRulesAt(tx: Reader, fabricId: string, at: Date): Promise<IgnoreRule[]> {
  const { createdAt, removedAt } = ignoreRules;
  const rows = await tx
    .select()
    .from(ignoreRules)
    .where(
      and(eq(ignoreRules.fabricId, fabricId), lte(createdAt, at), or(isNull(removedAt), gt(removedAt, at))),
    )
    .orderBy(asc(ignoreRules.id));
  return rows.map(ruleFromRow);
}

/** Rules by their ids, the oldest first, those that were removed too. */
export async function findRulesById(
  tx: Reader,
  fabricId: string,
  ids: readonly string[],
): Promise<EndedRule[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .select()
    .from(ignoreRules)
    .where(and(eq(ignoreRules.fabricId, fabricId), inArray(ignoreRules.id, ids.map(Number))))
    .orderBy(asc(ignoreRules.id));
  return rows.map((row) => ({ ...ruleFromRow(row), removedBy: row.removedBy }));
}
