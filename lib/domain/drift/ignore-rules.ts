import type { Path } from './comparison.ts';
import { nameMatches, type PatternStep, parsePathPattern, patternCovers } from './path-pattern.ts';

/** A fabric's own decision not to count some differences; existence itself cannot be hidden (drift.md, Inputs). */
export interface IgnoreRule {
  id: string;
  /** Kind it is for; null for every kind. */
  kind: string | null;
  /** Pattern of resource names with `*` and `?`; null for every name. */
  namePattern: string | null;
  /** Path below the object with `*` for one key or index, or any text within one, and `**` for any number: `spec.subnets.web-*.dhcp.**`. */
  path: string;
  /** Counts only when this field manager wrote the leaf; null for whoever. */
  manager: string | null;
  reason: string;
  author: string;
  /** Milliseconds since the epoch; null for a rule without an end. */
  expiresAt: number | null;
}

type Steps = readonly PatternStep[];
const patterns = new WeakMap<IgnoreRule, Steps>();

/** A pattern that cannot be read covers nothing: a broken rule must not hide drift. */
function stepsOf(rule: IgnoreRule): Steps {
  let steps = patterns.get(rule);
  if (steps === undefined) {
    steps = parsePathPattern(rule.path) ?? [];
    patterns.set(rule, steps);
  }
  return steps;
}

/** The rules that are in force for one resource at `now` (milliseconds since the epoch). */
export function rulesFor(
  rules: readonly IgnoreRule[],
  kind: string,
  name: string,
  now: number,
): IgnoreRule[] {
  return rules.filter(
    (rule) =>
      (rule.kind === null || rule.kind === kind) &&
      (rule.namePattern === null || nameMatches(rule.namePattern, name)) &&
      (rule.expiresAt === null || now < rule.expiresAt),
  );
}

/** The first of these rules that covers a difference at `path` written by `manager`; null when none does. */
export function findIgnoreRule(
  rules: readonly IgnoreRule[],
  path: Path,
  manager: string | null,
): IgnoreRule | null {
  for (const rule of rules) {
    if (rule.manager !== null && rule.manager !== manager) continue;
    if (patternCovers(stepsOf(rule), path)) return rule;
  }
  return null;
}
