import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { databaseNow } from '#db/queries/clock.ts';
import { findRuleRefusal } from '#db/queries/rule-refusal.ts';
import { differences } from '#db/schema/differences.ts';
import { resources } from '#db/schema/resources.ts';
import type { Tx } from '#db/transaction.ts';
import type { RulePreview, RuleScope } from '#lib/contract/ignore-rule.ts';
import type { Path } from '#lib/domain/drift/comparison.ts';
import { findIgnoreRule, rulesFor } from '#lib/domain/drift/ignore-rules.ts';
import { readRuleScope } from '#lib/domain/drift/rule-scope.ts';
import { valueText } from './leaf-changes.ts';
import { requireFabric } from './require-fabric.ts';

const MOST_EXAMPLES = 20;

/**
 * Which real differences a rule would hide that is not added yet, decided as a verdict decides it; or the words with which
 * adding it would be refused. @throws AppError not_found
 */
export async function rulePreview(tx: Tx, fabricId: string, given: RuleScope): Promise<RulePreview> {
  await requireFabric(tx, fabricId);
  const { scope, problem: malformed } = readRuleScope(given);
  const problem = malformed ?? (await findRuleRefusal(tx, fabricId, scope))?.message ?? null;
  if (problem !== null) return { problem, hides: { fields: 0, resources: 0 }, inSync: 0, examples: [] };
  const now = await databaseNow(tx);
  const rule = { ...scope, id: 'new', reason: '', author: '', expiresAt: null };
  const real = await realDifferences(tx, fabricId, scope.kind);
  const covered = real.filter(({ kind, name, path, writer }) => {
    const rules = rulesFor([rule], kind, name, now);
    return findIgnoreRule(rules, JSON.parse(path) as Path, writer) !== null;
  });
  const hidden = Map.groupBy(covered, ({ resourceId }) => resourceId);
  const inSync = [...hidden.values()].filter((rows) => rows.length >= (rows[0]?.driftCount ?? 0));
  return {
    problem: null,
    hides: { fields: covered.length, resources: hidden.size },
    inSync: inSync.length,
    examples: await examplesOf(tx, fabricId, covered.slice(0, MOST_EXAMPLES)),
  };
}

/** Narrow, as there may be very many; those of a row that stands for a whole object have an empty path. */
function realDifferences(tx: Tx, fabricId: string, kind: string | null) {
  return tx
    .select({
      resourceId: differences.resourceId,
      ordinal: differences.ordinal,
      path: differences.path,
      writer: differences.writer,
      kind: resources.kind,
      name: resources.name,
      driftCount: resources.driftCount,
    })
    .from(differences)
    .innerJoin(
      resources,
      and(eq(resources.fabricId, differences.fabricId), eq(resources.id, differences.resourceId)),
    )
    .where(
      and(
        eq(differences.fabricId, fabricId),
        eq(differences.class, 'real'),
        isNull(resources.removedAt),
        kind === null ? undefined : eq(resources.kind, kind),
      ),
    )
    .orderBy(asc(resources.kind), asc(resources.name), asc(resources.id), asc(differences.ordinal));
}

async function examplesOf(
  tx: Tx,
  fabricId: string,
  covered: readonly { resourceId: number; ordinal: number }[],
): Promise<RulePreview['examples']> {
  const ids = [...new Set(covered.map(({ resourceId }) => resourceId))];
  const rows = await tx
    .select()
    .from(differences)
    .innerJoin(
      resources,
      and(eq(resources.fabricId, differences.fabricId), eq(resources.id, differences.resourceId)),
    )
    .where(and(eq(differences.fabricId, fabricId), inArray(differences.resourceId, ids)));
  return covered.flatMap(({ resourceId, ordinal }) => {
    const row = rows.find((one) => one.resources.id === resourceId && one.differences.ordinal === ordinal);
    if (row === undefined) return [];
    const { group, kind, namespace, name } = row.resources;
    const { pathText, op, desired, actual, writer } = row.differences;
    return [
      {
        group,
        kind,
        namespace,
        name,
        path: pathText,
        op,
        desired: shown(desired),
        actual: shown(actual),
        writer,
      },
    ];
  });
}

/** Stored as JSON, which may have been cut. */
function shown(json: string | null): string | null {
  if (json === null) return null;
  try {
    return valueText(JSON.parse(json));
  } catch {
    return json;
  }
}
