import { expect, test } from 'vitest';
import type { RuleScope } from './ignore-rule.ts';
import { formatRuleScope, parseRuleScope } from './rule-scope.ts';

const roundTrip = (scope: RuleScope) => parseRuleScope(new URLSearchParams(formatRuleScope(scope)));

test('a scope survives the URL', () => {
  const scope: RuleScope = {
    kind: 'Switch',
    namePattern: 'leaf-*',
    path: 'spec.portSpeeds["E1/7&8"].**',
    manager: 'kubectl-edit',
  };
  expect(roundTrip(scope)).toEqual(scope);
});

test('what is open is left out, and read as open again', () => {
  const open: RuleScope = { kind: null, namePattern: null, path: 'spec.asn', manager: null };
  expect(formatRuleScope(open)).toBe('path=spec.asn');
  expect(roundTrip(open)).toEqual(open);
  expect(parseRuleScope(new URLSearchParams('kind=+&path='))).toEqual({ ...open, path: '' });
});

test('what no rule can hold is kept as it was typed, so that its preview says what is wrong', () => {
  const path = `spec.\0a${'b'.repeat(600)}`;
  expect(roundTrip({ kind: null, namePattern: null, path, manager: null }).path).toBe(path);
});
