import type { Difference } from './comparison.ts';
import { findIgnoreRule, type IgnoreRule } from './ignore-rules.ts';
import { isSamePair, ruleIdsIn } from './verdict-key.ts';

/** A rule that ended, and who removed it; null when it expired. */
export interface EndedRule extends IgnoreRule {
  removedBy: string | null;
}

/** What rules that came or ended changed since the verdict before, in how many fields each; nothing else moved. */
export interface RuleEffect {
  hides: readonly { rule: IgnoreRule; fields: number }[];
  releases: readonly { rule: EndedRule; fields: number }[];
}

/** The ids of the rules that a former verdict of the same two contents was made by and that have ended since. */
export function endedRuleIds(
  before: string | undefined,
  key: string,
  rules: readonly IgnoreRule[],
): string[] {
  if (before === undefined || !isSamePair(before, key)) return [];
  return ruleIdsIn(before).filter((id) => rules.every((rule) => rule.id !== id));
}

/** How a verdict differs from the one before by its rules alone; null when the contents moved or no rule made a difference. */
export function ruleEffectOf(
  before: string | undefined,
  key: string,
  rules: readonly IgnoreRule[],
  ended: readonly EndedRule[],
  differences: readonly Difference[],
): RuleEffect | null {
  if (before === undefined || !isSamePair(before, key)) return null;
  const former = new Set(ruleIdsIn(before));
  const hides = rules
    .filter(({ id }) => !former.has(id))
    .map((rule) => ({ rule, fields: differences.filter(({ ruleId }) => ruleId === rule.id).length }))
    .filter(({ fields }) => fields > 0);
  const real = differences.filter((difference) => difference.class === 'real');
  const freed = Map.groupBy(real, ({ path, writer }) => findIgnoreRule(ended, path, writer?.manager ?? null));
  const releases = ended
    .map((rule) => ({ rule, fields: freed.get(rule)?.length ?? 0 }))
    .filter(({ fields }) => fields > 0);
  return hides.length + releases.length === 0 ? null : { hides, releases };
}
