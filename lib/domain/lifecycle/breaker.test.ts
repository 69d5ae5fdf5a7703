import { describe, expect, test } from 'vitest';
import { heldReasonText, isHeld, judgeReading } from './breaker.ts';

describe('a reading that takes documents away', () => {
  test.each<[string, number, number, string | null]>([
    ['nothing goes', 24, 0, null],
    ['nothing was there', 0, 0, null],
    ['twenty of forty: the count and the share are met', 40, 20, 'would take away 20 of 40 documents'],
    ['nineteen of twenty-four: below the count', 24, 19, null],
    ['twenty of forty-one: below the share', 41, 20, null],
    ['half of many', 10_000, 5_000, 'would take away 5000 of 10000 documents'],
    ['just under half of many', 10_000, 4_999, null],
    ['all of ten', 10, 10, 'would take away all 10 documents'],
    ['all of nine', 9, 9, null],
    ['nine of ten', 10, 9, null],
    ['all of many', 24, 24, 'would take away all 24 documents'],
  ])('%s', (_, held, removed, expected) => {
    expect(judgeReading({ held, removed })).toBe(expected);
  });
});

describe('a held revision', () => {
  const reason = 'would take away 20 of 24 documents';

  test('says what it would take away, with the first names', () => {
    expect(heldReasonText({ reason, removed: 20, examples: ['VPC/a', 'VPC/b'] })).toBe(
      'it would take away 20 of 24 documents (VPC/a, VPC/b and 18 more)',
    );
    expect(heldReasonText({ reason, removed: 2, examples: ['VPC/a', 'VPC/b'] })).toMatch(
      /\(VPC\/a, VPC\/b\)$/,
    );
    expect(heldReasonText({ reason, removed: 20, examples: [] })).toBe(
      'it would take away 20 of 24 documents',
    );
  });

  test.each([
    ['nothing held', { heldRevision: null, heldSet: null, releasedSet: null }, false],
    ['held', { heldRevision: 'r2', heldSet: 's', releasedSet: null }, true],
    ['another set was confirmed', { heldRevision: 'r2', heldSet: 's', releasedSet: 'other' }, true],
    ['exactly its set was confirmed', { heldRevision: 'r2', heldSet: 's', releasedSet: 's' }, false],
  ])('%s', (_, fabric, expected) => {
    expect(isHeld(fabric)).toBe(expected);
  });
});
