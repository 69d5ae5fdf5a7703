import { rulePathProblem } from './rule-path.ts';

/** What a rule is for; null is every kind, every name, whoever wrote it. */
export interface RuleScope {
  kind: string | null;
  namePattern: string | null;
  path: string;
  manager: string | null;
}

/** A scope as somebody gives it: what is null, blank or left out is open. */
export type GivenScope = Pick<RuleScope, 'path'> & Partial<Omit<RuleScope, 'path'>>;

const WORDS = { path: 'path', kind: 'kind', namePattern: 'name pattern', manager: 'field manager' } as const;

/** The longest that the parts of a rule may be. */
export const LONGEST_IN_RULE = { path: 500, kind: 63, namePattern: 253, manager: 128, reason: 500 } as const;

/** A year: what shall hold for longer is no exception for a while, but a rule without an end. */
export const LONGEST_RULE_DAYS = 366;

/** Why a rule cannot hold until `end`, both in milliseconds since the epoch; null when it can. */
export function ruleEndProblem(end: number, now: number): string | null {
  if (Number.isNaN(end)) return "The rule's end is no moment.";
  if (end <= now) return "The rule's end has passed. Choose a moment in the future, or none.";
  const latest = now + LONGEST_RULE_DAYS * 86_400_000;
  if (end <= latest) return null;
  const day = new Date(latest).toISOString().slice(0, 10);
  return `The rule's end is more than a year away (${LONGEST_RULE_DAYS} days). Choose one before ${day}, or none: then the rule stands until somebody removes it.`;
}

/** Why a rule cannot hold a text, in words; null when it can. */
export function ruleTextProblem(word: string, text: string, longest: number): string | null {
  if (text.length > longest) return `The rule's ${word} is longer than ${longest} characters.`;
  if (!/\p{Cc}/u.test(text)) return null;
  return `The rule's ${word} holds a line break or another control character. Remove it.`;
}

function problemOf(scope: RuleScope): string | null {
  for (const part of ['path', 'kind', 'namePattern', 'manager'] as const) {
    const problem = ruleTextProblem(WORDS[part], scope[part] ?? '', LONGEST_IN_RULE[part]);
    if (problem !== null) return problem;
  }
  if (scope.namePattern !== null && !/^[-\w.:*?]+$/.test(scope.namePattern)) {
    return "The rule's name pattern is a name with * for any text and ? for one character, for example leaf-*.";
  }
  return rulePathProblem(scope.path);
}

const optional = (text: string | null | undefined) => text?.trim() || null;

/** A rule's scope as it is kept, and why no rule can have it; previewing and adding read it by this alone. */
export function readRuleScope(given: GivenScope): { scope: RuleScope; problem: string | null } {
  const names = optional(given.namePattern);
  const scope = {
    kind: optional(given.kind),
    namePattern: names !== null && /^\*+$/.test(names) ? null : names,
    path: given.path.trim(),
    manager: optional(given.manager),
  };
  return { scope, problem: problemOf(scope) };
}
