import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { databaseNow } from '#db/queries/clock.ts';
import { wakeWorker } from '#db/queries/fabrics.ts';
import { fabricKinds } from '#db/schema/fabrics.ts';
import { ignoreRules } from '#db/schema/ignore-rules.ts';
import { resources } from '#db/schema/resources.ts';
import type { Database, Tx } from '#db/transaction.ts';
import { rulePathProblem } from '#lib/domain/drift/rule-path.ts';
import { USER_KINDS } from '#lib/domain/hedgehog/catalogue.ts';
import { AppError } from '#lib/errors.ts';
import { holdWritableFabric } from '../fabric/hold-writable-fabric.ts';
import { notifyFabric } from '../lifecycle/hooks.ts';
import type { Actor } from '../lifecycle/perform-plans.ts';

/** More would cost every comparison, and nobody could tell any more what a fabric ignores. */
export const MOST_STANDING_RULES = 50;

/** What is left open is null or blank: any kind, any name, whoever wrote it, without an end. */
const optional = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `is longer than ${most} characters`)
    .nullish()
    .transform((text) => text || null);

const NewIgnoreRule = z.object({
  path: z.string().trim().max(500, 'is longer than 500 characters'),
  reason: z
    .string()
    .trim()
    .min(1, 'is missing: say why this difference does not count')
    .max(500, 'is longer than 500 characters'),
  kind: optional(63),
  namePattern: optional(253).refine((pattern) => pattern === null || /^[-\w.:*?]+$/.test(pattern), {
    message: 'is a name with * for any text and ? for one character, for example leaf-*',
  }),
  manager: optional(128),
  expiresAt: z
    .date('is no moment')
    .nullish()
    .transform((at) => at ?? null),
});
export type NewIgnoreRule = z.input<typeof NewIgnoreRule>;

const WORDS: Record<string, string> = {
  path: 'path',
  reason: 'reason',
  kind: 'kind',
  namePattern: 'name pattern',
  manager: 'field manager',
  expiresAt: 'end',
};

function parse(input: NewIgnoreRule): z.output<typeof NewIgnoreRule> {
  const parsed = NewIgnoreRule.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = WORDS[String(issue?.path[0])] ?? 'input';
    throw new AppError('invalid_input', `The rule's ${field} ${issue?.message}.`);
  }
  const { expiresAt: _, ...texts } = parsed.data;
  if (Object.values(texts).some((text) => text !== null && /\p{Cc}/u.test(text))) {
    throw new AppError(
      'invalid_input',
      'A rule holds no line break and no other control character. Remove it.',
    );
  }
  const problem = rulePathProblem(texts.path);
  if (problem !== null) throw new AppError('invalid_input', problem);
  const namePattern = /^\*+$/.test(texts.namePattern ?? '') ? null : texts.namePattern;
  return { ...parsed.data, namePattern };
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
    if (rule.expiresAt !== null && rule.expiresAt.getTime() <= now) {
      throw new AppError(
        'invalid_input',
        "The rule's end has passed. Choose a moment in the future, or none.",
      );
    }
    await requireKnownKind(tx, fabricId, rule.kind);
    await refuseAnother(tx, fabricId, rule);
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

/** A kind is one of the catalogue's, one the cluster serves, or one that the fabric has resources of. */
async function requireKnownKind(tx: Tx, fabricId: string, kind: string | null): Promise<void> {
  if (kind === null || USER_KINDS.some((known) => known.kind === kind)) return;
  const served = and(eq(fabricKinds.fabricId, fabricId), eq(fabricKinds.kind, kind));
  if ((await tx.$count(fabricKinds, served)) > 0) return;
  const held = and(eq(resources.fabricId, fabricId), eq(resources.kind, kind));
  if ((await tx.$count(resources, held)) > 0) return;
  throw new AppError(
    'invalid_input',
    `The fabric knows no kind ${kind}. Write it as manifests do, for example Switch, or leave it out for every kind.`,
  );
}

async function refuseAnother(
  tx: Tx,
  fabricId: string,
  rule: Pick<typeof ignoreRules.$inferSelect, 'kind' | 'namePattern' | 'path' | 'manager'>,
): Promise<void> {
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
      other.path === rule.path &&
      other.kind === rule.kind &&
      other.namePattern === rule.namePattern &&
      other.manager === rule.manager,
  );
  if (same !== undefined) {
    throw new AppError(
      'conflict',
      `Rule ${same.id} by ${same.author} says the same already. Remove it first to give it another reason or end.`,
    );
  }
  if (standing.length >= MOST_STANDING_RULES) {
    throw new AppError(
      'refused',
      `The fabric has ${MOST_STANDING_RULES} rules already, which is the most. Remove one that is not needed any more.`,
    );
  }
}
