import { expect, test } from 'vitest';
import { isSamePair, ruleIdsIn, verdictKey } from './verdict-key.ts';

const key = (ruleIds: string[], actualHash = 'b', schemaHash: string | null = 's') =>
  verdictKey({ desiredHash: 'a', actualHash, schemaHash, catalogue: '2026-11-25.1', ruleIds });

test('a key tells its contents and its rules', () => {
  expect(key(['3', '7'])).toBe('a:b:s:2026-11-25.1:3,7');
  expect(ruleIdsIn(key(['3', '7']))).toEqual(['3', '7']);
  expect(ruleIdsIn(`${key(['3'], 'b', null)}:unchanged`)).toEqual(['3']);
  for (const without of [key([]), '-:b', '']) expect(ruleIdsIn(without)).toEqual([]);
});

test('the same two contents by other rules are the same pair', () => {
  expect(isSamePair(key(['3']), key([]))).toBe(true);
  expect(isSamePair(key([], 'c'), key([]))).toBe(false);
  for (const unknown of [undefined, '']) expect(isSamePair(unknown, key([]))).toBe(false);
});
