import type { RuleScope } from './ignore-rule.ts';

/** Reads a rule's scope from a query string as it was typed; what is empty is open. Whether a rule can have it is judged later. */
export function parseRuleScope(params: URLSearchParams): RuleScope {
  const text = (key: string) => (params.get(key) ?? '').trim();
  return {
    kind: text('kind') || null,
    namePattern: text('name') || null,
    path: text('path'),
    manager: text('manager') || null,
  };
}

/** The scope as a query string, without what is open; equal scopes give equal strings. */
export function formatRuleScope({ kind, namePattern, path, manager }: RuleScope): string {
  const params = new URLSearchParams();
  const values = { kind, name: namePattern, path, manager };
  for (const [key, value] of Object.entries(values)) if (value) params.set(key, value.trim());
  return params.toString();
}
