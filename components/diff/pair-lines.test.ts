import { expect, test } from 'vitest';
import { lineDiff } from './line-diff.ts';
import { pairLines } from './pair-lines.ts';

const sides = (left: string, right: string) =>
  pairLines(lineDiff(left, right)).map((pair) => `${pair.left?.text ?? '·'} ${pair.right?.text ?? '·'}`);

test.each([
  ['a\nb\nc', 'a\nb\nc', ['a a', 'b b', 'c c']],
  ['a\nb\nc', 'a\nx\nc', ['a a', 'b x', 'c c']],
  ['a\nb\nc\nd', 'a\nx\nd', ['a a', 'b x', 'c ·', 'd d']],
  ['a\nb\nd', 'a\nx\ny\nd', ['a a', 'b x', '· y', 'd d']],
  ['a\nd', 'a\nx\ny\nd', ['a a', '· x', '· y', 'd d']],
  ['a\nb\nc\nd', 'a\nd', ['a a', 'b ·', 'c ·', 'd d']],
  ['', 'x', ['· x']],
  ['x', '', ['x ·']],
])('%j beside %j', (left, right, expected) => {
  expect(sides(left, right)).toEqual(expected);
});

test('removed lines after added ones begin a new stretch', () => {
  const line = (kind: 'removed' | 'added', text: string) => ({ kind, text, left: null, right: null });
  const pairs = pairLines([
    line('removed', 'a'),
    line('added', 'x'),
    line('removed', 'b'),
    line('added', 'y'),
  ]);
  expect(pairs.map(({ left, right }) => `${left?.text} ${right?.text}`)).toEqual(['a x', 'b y']);
});
