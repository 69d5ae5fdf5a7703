import { expect, test } from 'vitest';
import type { Difference, DifferenceClass } from './comparison.ts';
import type { IgnoreRule } from './ignore-rules.ts';
import { type EndedRule, endedRuleIds, ruleEffectOf } from './rule-effect.ts';

const rule = (id: string, path = 'spec.a'): IgnoreRule => ({
  id,
  kind: null,
  namePattern: null,
  path,
  manager: null,
  reason: 'migrating',
  author: 'ines',
  expiresAt: null,
});
const ended = (id: string, path?: string): EndedRule => ({ ...rule(id, path), removedBy: 'jo' });
const difference = (as: DifferenceClass, key: string, ruleId?: string): Difference => ({
  path: ['spec', key],
  pathText: `spec.${key}`,
  op: 'changed',
  class: as,
  weight: 'medium',
  reason: 'changed',
  ...(ruleId !== undefined && { ruleId }),
});
const key = (...ids: string[]) => `a:b:s:c:${ids.join()}`;

test('what a rule hides that came', () => {
  const differences = [
    difference('ignored', 'a', '2'),
    difference('ignored', 'b', '1'),
    difference('real', 'c'),
  ];
  const effect = ruleEffectOf(
    key('1'),
    key('1', '2', '3'),
    [rule('1'), rule('2'), rule('3')],
    [],
    differences,
  );
  expect(effect).toEqual({ hides: [{ rule: rule('2'), fields: 1 }], releases: [] });
});

test('what a rule hides no longer that ended; each field is of the first that hid it', () => {
  const gone = [ended('1'), ended('2', 'spec.*'), ended('3', 'spec.x')];
  const differences = [
    difference('real', 'a'),
    difference('real', 'b'),
    difference('real', 'c'),
    difference('rewritten', 'x'),
  ];
  expect(ruleEffectOf(key('1', '2', '3'), key(), [], gone, differences)?.releases).toEqual([
    { rule: gone[0], fields: 1 },
    { rule: gone[1], fields: 2 },
  ]);
  expect(endedRuleIds(key('1', '2'), key('2'), [rule('2')])).toEqual(['1']);
});

test('where the contents moved, or nothing was compared before, no rule is the cause', () => {
  const differences = [difference('ignored', 'a', '2')];
  for (const before of [undefined, '', 'a:other:s:c:1']) {
    expect(ruleEffectOf(before, key('2'), [rule('2')], [], differences)).toBeNull();
    expect(endedRuleIds(before, key('2'), [rule('2')])).toEqual([]);
  }
  expect(ruleEffectOf(key('2'), key('2'), [rule('2')], [], differences)).toBeNull();
});
