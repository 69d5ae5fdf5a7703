import { expect, test } from 'vitest';
import { type RuleScope, readRuleScope } from './rule-scope.ts';

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
