import { servedVersionsOf } from '#db/queries/fabrics.ts';
import type { DifferenceRow } from '#lib/contract/resource-detail.ts';
import { compare } from '#lib/domain/drift/compare.ts';
import type { Comparison, Difference } from '#lib/domain/drift/comparison.ts';
import type { CompiledSchema } from '#lib/domain/drift/compile-schema.ts';
import { compileSchema } from '#lib/domain/drift/compile-schema.ts';
import type { IgnoreRule } from '#lib/domain/drift/ignore-rules.ts';
import { minimalDesired } from '#lib/domain/drift/minimal-desired.ts';
import type { OpinionOutcome } from '#lib/domain/drift/second-opinion.ts';
import type { JsonSchema, KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { valueAt, valueText } from './leaf-changes.ts';
import { manifestYaml } from './yaml-text.ts';

// Compiled once per CRD version and process; a process sees few of them.
const compiled = new Map<string, CompiledSchema>();

function schemaOf(hash: string | null, texts: ReadonlyMap<string, string>): CompiledSchema | null {
  if (hash === null) return null;
  const known = compiled.get(hash);
  const text = texts.get(hash);
  if (known !== undefined || text === undefined) return known ?? null;
  const made = compileSchema(JSON.parse(text) as JsonSchema);
  compiled.set(hash, made);
  return made;
}

/** What adopting a live object would write into Git. */
export function adoptionText(
  actual: KubernetesObject,
  schemaHash: string | null,
  texts: ReadonlyMap<string, string>,
): string {
  return manifestYaml(minimalDesired(actual, schemaOf(schemaHash, texts)));
}

/** What the write path compared by: the kind as the cluster serves it, the rules, the server's own word. */
export interface ComparedBy {
  kind: { schemaHash: string | null; servedVersions: string | null } | null;
  /** Holds the schema under its hash. */
  texts: ReadonlyMap<string, string>;
  rules: readonly IgnoreRule[];
  /** Milliseconds; judges which rules have expired. */
  now: number;
  secondOpinion: OpinionOutcome | null;
}

/** The same comparison that the write path made, with all that it found. */
export function compareSides(
  desired: KubernetesObject,
  actual: KubernetesObject,
  { kind, texts, rules, now, secondOpinion }: ComparedBy,
): Comparison {
  const schema = schemaOf(kind?.schemaHash ?? null, texts);
  const servedVersions = servedVersionsOf(kind);
  return compare({ desired, actual, schema, rules, now, secondOpinion, servedVersions });
}

/** A difference as a screen shows it, with what the draft has at its place and the rule that hides it. */
export function differenceRow(
  difference: Difference,
  draft: KubernetesObject | null,
  rules: readonly IgnoreRule[],
): DifferenceRow {
  const { path, pathText, op, desired, actual, weight, writer, reason, ruleId } = difference;
  const rule = ruleId === undefined ? undefined : rules.find(({ id }) => id === ruleId);
  return {
    path: pathText,
    op,
    class: difference.class,
    desired: valueText(desired),
    actual: valueText(actual),
    ...(draft !== null && { draft: valueText(valueAt(draft, path)) }),
    weight,
    writer: writer ?? null,
    reason,
    ...(rule !== undefined && {
      rule: {
        id: rule.id,
        reason: rule.reason,
        author: rule.author,
        until: rule.expiresAt === null ? null : new Date(rule.expiresAt).toISOString(),
      },
    }),
  };
}
