import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { RuleScope } from '../../lib/domain/drift/rule-scope.ts';
import { USER_KINDS } from '../../lib/domain/hedgehog/catalogue.ts';
import { AppError } from '../../lib/errors.ts';
import { fabricKinds, fabrics } from '../schema/fabrics.ts';
import { ignoreRules } from '../schema/ignore-rules.ts';
import { resources } from '../schema/resources.ts';
import type { Tx } from '../transaction.ts';
import { readOnlyRefusal } from './fabrics.ts';

/** More would cost every comparison, and nobody could tell any more what a fabric ignores. */
export const MOST_STANDING_RULES = 50;

/** Why this fabric cannot take a rule that is well formed; null when it can. */
export async function findRuleRefusal(tx: Tx, fabricId: string, scope: RuleScope): Promise<AppError | null> {
  const [fabric] = await tx.select().from(fabrics).where(eq(fabrics.id, fabricId));
  return (
    (fabric === undefined ? null : readOnlyRefusal(fabric)) ??
    (await unknownKind(tx, fabricId, scope.kind)) ??
    (await anotherRule(tx, fabricId, scope))
  );
}

/** A kind is one of the catalogue's, one the cluster serves, or one that the fabric has resources of. */
async function unknownKind(tx: Tx, fabricId: string, kind: string | null): Promise<AppError | null> {
  if (kind === null || USER_KINDS.some((known) => known.kind === kind)) return null;
  const served = and(eq(fabricKinds.fabricId, fabricId), eq(fabricKinds.kind, kind));
  if ((await tx.$count(fabricKinds, served)) > 0) return null;
  const held = and(eq(resources.fabricId, fabricId), eq(resources.kind, kind));
  if ((await tx.$count(resources, held)) > 0) return null;
  return new AppError(
    'invalid_input',
    `The fabric knows no kind ${kind}. Write it as manifests do, for example Switch, or leave it out for every kind.`,
  );
}

async function anotherRule(tx: Tx, fabricId: string, scope: RuleScope): Promise<AppError | null> {
  const standing = await tx
    .select()
    .from(ignoreRules)
    .where(
      and(
        eq(ignoreRules.fabricId, fabricId),
        isNull(ignoreRules.removedAt),
        or(isNull(ignoreRules.expiresAt), gt(ignoreRules.expiresAt, sql`clock_timestamp()`)),
      ),
    );
  const same = standing.find(
    (other) =>
      other.path === scope.path &&
      other.kind === scope.kind &&
      other.namePattern === scope.namePattern &&
      other.manager === scope.manager,
  );
  if (same !== undefined) {
    return new AppError(
      'conflict',
      `Rule ${same.id} by ${same.author} says the same already. Remove it first to give it another reason or end.`,
    );
  }
  if (standing.length < MOST_STANDING_RULES) return null;
  return new AppError(
    'refused',
    `The fabric has ${MOST_STANDING_RULES} rules already, which is the most. Remove one that is not needed any more.`,
  );
}
