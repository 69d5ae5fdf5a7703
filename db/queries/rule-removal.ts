import { and, eq, isNull } from 'drizzle-orm';
import type { Path } from '../../lib/domain/drift/comparison.ts';
import { findIgnoreRule, type IgnoreRule, rulesFor } from '../../lib/domain/drift/ignore-rules.ts';
import { differences } from '../schema/differences.ts';
import { resources } from '../schema/resources.ts';
import type { Tx } from '../transaction.ts';
import { databaseNow } from './clock.ts';
import { findStandingRules } from './ignore-rules.ts';

interface Hidden {
  fields: number;
  resources: number;
}

/** What becomes of the fields that a rule covers once it is gone; another rule may hide them still. */
interface RemovalEffect {
  countsAgain: Hidden;
  stillHidden: { by: Omit<IgnoreRule, 'expiresAt'>; hides: Hidden }[];
}

type HiddenRow = Awaited<ReturnType<typeof hiddenDifferences>>[number];

/** The differences of published verdicts that rules hide; narrow, as there may be very many. */
function hiddenDifferences(tx: Tx, fabricId: string) {
  const { resourceId, path, writer } = differences;
  const { kind, name } = resources;
  return tx
    .select({ resourceId, path, writer, kind, name })
    .from(differences)
    .innerJoin(resources, and(eq(resources.fabricId, differences.fabricId), eq(resources.id, resourceId)))
    .where(
      and(eq(differences.fabricId, fabricId), eq(differences.class, 'ignored'), isNull(resources.removedAt)),
    );
}

/** The first of these rules that hides it, as in a verdict. */
function hiddenBy(rules: readonly IgnoreRule[], row: HiddenRow, now: number): IgnoreRule | null {
  const { kind, name, path, writer } = row;
  return findIgnoreRule(rulesFor(rules, kind, name, now), JSON.parse(path) as Path, writer);
}

function countOf(rows: readonly HiddenRow[]): Hidden {
  return { fields: rows.length, resources: new Set(rows.map(({ resourceId }) => resourceId)).size };
}

/** What removing a standing rule does, decided as a verdict decides it; nothing for one that has ended. */
export async function findRemovalEffect(tx: Tx, fabricId: string, ruleId: number): Promise<RemovalEffect> {
  const now = await databaseNow(tx);
  const standing = await findStandingRules(tx, fabricId);
  const own = standing.filter(({ id }) => id === String(ruleId));
  const others = standing.filter(({ id }) => id !== String(ruleId));
  const hidden = await hiddenDifferences(tx, fabricId);
  const covered = hidden.filter((row) => hiddenBy(own, row, now) !== null);
  const under = Map.groupBy(covered, (row) => hiddenBy(others, row, now));
  return {
    countsAgain: countOf(under.get(null) ?? []),
    stillHidden: others.flatMap((rule) => {
      const rows = under.get(rule);
      const { expiresAt: _, ...by } = rule;
      return rows === undefined ? [] : [{ by, hides: countOf(rows) }];
    }),
  };
}
