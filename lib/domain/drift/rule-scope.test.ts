import { expect, test } from 'vitest';
import { LONGEST_RULE_DAYS, type RuleScope, readRuleScope, ruleEndProblem } from './rule-scope.ts';

test('what is open or blank is null, and blanks around are no part of it', () => {
  const given = { path: ' spec.asn\n', kind: ' ', namePattern: '**', manager: ' hhfctl ' };
  expect(readRuleScope(given)).toEqual({
    scope: { path: 'spec.asn', kind: null, namePattern: null, manager: 'hhfctl' },
    problem: null,
  });
  expect(readRuleScope({ path: 'spec.asn' }).scope).toMatchObject({ kind: null, namePattern: null });
});

test.each<[Partial<RuleScope>, RegExp]>([
  [{ path: `spec.${'a'.repeat(496)}` }, /^The rule's path is longer than 500 characters/],
  [{ kind: 'K'.repeat(64) }, /kind is longer than 63/],
  [{ namePattern: 'n'.repeat(254) }, /name pattern is longer than 253/],
  [{ manager: 'm'.repeat(129) }, /field manager is longer than 128/],
  [{ path: 'spec.a\0b' }, /path holds a line break or another control character/],
  [{ kind: 'VPC\u001b[31m' }, /kind holds/],
  [{ namePattern: 'a\nb' }, /name pattern holds/],
  [{ manager: 'a\u0085b' }, /field manager holds/],
  [{ namePattern: 'leaf 1' }, /name pattern is a name with \* for any text/],
  [{ path: '' }, /^The path is empty/],
  [{ path: '**' }, /cannot hide existence/],
])('no rule has the scope %j', (change, problem) => {
  expect(readRuleScope({ path: 'spec.asn', ...change }).problem).toMatch(problem);
});

test('the longest that there may be is no problem', () => {
  const scope = { kind: 'K'.repeat(63), namePattern: 'n'.repeat(253), manager: 'm'.repeat(128) };
  expect(readRuleScope({ path: `spec.${'a'.repeat(495)}`, ...scope }).problem).toBeNull();
});

test('an end is in the future and at most a year away', () => {
  const now = Date.parse('2027-11-25T04:00:00Z');
  const end = (days: number) => ruleEndProblem(now + days * 86_400_000, now);
  expect(end(0.001)).toBeNull();
  expect(end(LONGEST_RULE_DAYS)).toBeNull();
  expect(end(LONGEST_RULE_DAYS + 0.001)).toBe(
    "The rule's end is more than a year away (366 days). Choose one before 2028-11-25, or none: then the rule stands until somebody removes it.",
  );
  expect(end(0)).toContain('has passed');
  expect(ruleEndProblem(Number.NaN, now)).toContain('is no moment');
});
