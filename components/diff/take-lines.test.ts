import { describe, expect, test } from 'vitest';
import { foldUnchanged } from './fold-unchanged.ts';
import { lineDiff } from './line-diff.ts';
import { lineCount, takeLines } from './take-lines.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);
const parts = foldUnchanged(
  lineDiff(
    numbers(60).join('\n'),
    numbers(60)
      .map((line, index) => (index % 30 === 15 ? 'x' : line))
      .join('\n'),
  ),
);

describe('the beginning of a diff', () => {
  test('is as long as asked for, folds counted as one', () => {
    expect(lineCount(parts)).toBe(19);
    for (const limit of [0, 1, 5, 9, 10, 18]) expect(lineCount(takeLines(parts, limit))).toBe(limit);
  });

  test('is all of it when there is room', () => {
    expect(takeLines(parts, 19)).toEqual(parts);
    expect(takeLines(parts, 999)).toEqual(parts);
  });

  test('of nothing is nothing', () => {
    expect(takeLines([], 10)).toEqual([]);
    expect(lineCount([])).toBe(0);
  });
});
