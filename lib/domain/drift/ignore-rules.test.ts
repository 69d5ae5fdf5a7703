import { expect, test } from 'vitest';
import { findIgnoreRule, type IgnoreRule, rulesFor } from './ignore-rules.ts';

const rule = (change: Partial<IgnoreRule>): IgnoreRule => ({
  id: 'r',
  kind: null,
  namePattern: null,
  path: 'spec.a',
  manager: null,
  reason: 'why',
  author: 'ann',
  expiresAt: null,
  ...change,
});

test('rules are for a kind, a name and a time', () => {
  const rules = [
    rule({ id: 'any' }),
    rule({ id: 'kind', kind: 'Switch' }),
    rule({ id: 'other', kind: 'VPC' }),
    rule({ id: 'name', namePattern: 'leaf-?' }),
    rule({ id: 'far', namePattern: 'leaf-*-x' }),
    rule({ id: 'ends', expiresAt: 101 }),
    rule({ id: 'ended', expiresAt: 100 }),
  ];
  expect(rulesFor(rules, 'Switch', 'leaf-1', 100).map(({ id }) => id)).toEqual([
    'any',
    'kind',
    'name',
    'ends',
  ]);
});

test('the first rule that covers the path and fits the manager is the one that is named', () => {
  const rules = [rule({ id: '1', path: 'spec.b' }), rule({ id: '2', manager: 'hhfctl' }), rule({ id: '3' })];
  expect(findIgnoreRule(rules, ['spec', 'a', 'x'], 'hhfctl')?.id).toBe('2');
  expect(findIgnoreRule(rules, ['spec', 'a'], null)?.id).toBe('3');
  expect(findIgnoreRule(rules, ['spec'], null)).toBeNull();
});
