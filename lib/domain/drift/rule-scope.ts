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
