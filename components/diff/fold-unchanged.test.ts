import { describe, expect, test } from 'vitest';
import { foldUnchanged } from './fold-unchanged.ts';
import { lineDiff } from './line-diff.ts';

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);
const text = (lines: string[]) => `${lines.join('\n')}\n`;
const shape = (left: string[], right: string[]) =>
  foldUnchanged(lineDiff(text(left), text(right))).map(({ kind, lines }) => `${kind} ${lines.length}`);

describe('what is far from a change', () => {
  test('is folded, three lines around the change are shown', () => {
    const right = numbered(30).map((line, index) => (index === 14 ? 'changed' : line));
    expect(shape(numbered(30), right)).toEqual(['folded 11', 'lines 8', 'folded 12']);
  });

  test('is folded whole when nothing changed', () => {
    expect(shape(numbered(30), numbered(30))).toEqual(['folded 30']);
  });

  test('is shown where folding would gain nothing', () => {
    expect(shape(numbered(10), ['new', ...numbered(10)])).toEqual(['lines 4', 'folded 7']);
    expect(shape(numbered(6), ['new', ...numbered(6)])).toEqual(['lines 7']);
  });

  test('no line is lost or doubled', () => {
    const right = numbered(40).filter((_, index) => index !== 3 && index !== 30);
    const diff = lineDiff(text(numbered(40)), text(right));
    expect(foldUnchanged(diff).flatMap(({ lines }) => lines)).toEqual(diff);
  });

  test('nothing folds to nothing', () => {
    expect(foldUnchanged([])).toEqual([]);
  });
});
