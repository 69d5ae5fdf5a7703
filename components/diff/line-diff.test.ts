import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineDiff } from './line-diff.ts';

const signs = { same: ' ', removed: '-', added: '+' };
const shown = (left: string, right: string) =>
  lineDiff(left, right).map(({ kind, text }) => `${signs[kind]}${text}`);

describe('the lines in which two texts differ', () => {
  test.each([
    ['nothing against nothing', '', '', []],
    ['equal texts', 'a\nb\n', 'a\nb\n', [' a', ' b']],
    ['a new document', '', 'a\nb\n', ['+a', '+b']],
    ['a removed document', 'a\n', '', ['-a']],
    ['a changed line', 'a\nb\nc\n', 'a\nx\nc\n', [' a', '-b', '+x', ' c']],
    ['an added line in the middle', 'a\nc\n', 'a\nb\nc\n', [' a', '+b', ' c']],
    ['a removed line at the end', 'a\nb\n', 'a\n', [' a', '-b']],
    ['no line end at the end', 'a', 'a\nb', [' a', '+b']],
    ['a moved line', 'a\nb\nc\n', 'b\nc\na\n', ['-a', ' b', ' c', '+a']],
    ['an empty line', 'a\n\nb\n', 'a\nb\n', [' a', '-', ' b']],
  ])('%s', (_, left, right, expected) => {
    expect(shown(left, right)).toEqual(expected);
  });

  test('are numbered by the side that has them', () => {
    const numbers = lineDiff('a\nb\nc\n', 'a\nx\ny\nc\n').map(({ left, right }) => [left, right]);
    expect(numbers).toEqual([
      [1, 1],
      [2, null],
      [null, 2],
      [null, 3],
      [3, 4],
    ]);
  });

  test('mark the words where one line replaced another', () => {
    const [removed, added] = lineDiff('  asn: 65103\n', '  asn: 65199\n');
    expect([removed?.changed, added?.changed]).toEqual([
      [10, 12],
      [10, 12],
    ]);
    expect(lineDiff('a\n', 'b\nc\n').every(({ changed }) => changed === undefined)).toBe(true);
  });
});

const line = fc.constantFrom('a', 'b', 'c', '', '  x: 1');
const text = fc.array(line, { maxLength: 30 }).map((lines) => lines.map((one) => `${one}\n`).join(''));
const side = (left: string, right: string, without: string) =>
  lineDiff(left, right)
    .filter(({ kind }) => kind !== without)
    .map(({ text: one }) => `${one}\n`)
    .join('');

describe('any two texts', () => {
  test('can be put together again from their diff', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(side(left, right, 'added')).toBe(left);
        expect(side(left, right, 'removed')).toBe(right);
      }),
    );
  });

  test('keep as many lines as the longest common part has', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const kept = lineDiff(left, right).filter(({ kind }) => kind === 'same').length;
        expect(kept).toBe(longestCommon(left.split('\n').slice(0, -1), right.split('\n').slice(0, -1)));
      }),
    );
  });

  test('that have nothing in common and are long come whole, not slowly', () => {
    const many = (word: string) => Array.from({ length: 3000 }, (_, index) => `${word}${index}\n`).join('');
    const kinds = lineDiff(`same\n${many('a')}`, `same\n${many('b')}`).map(({ kind }) => kind);
    expect(kinds.slice(0, 2)).toEqual(['same', 'removed']);
    expect(kinds.filter((kind) => kind === 'added')).toHaveLength(3000);
  });
});

function longestCommon(a: string[], b: string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const one of a) {
    const next = [0];
    b.forEach((other, index) => {
      next.push(one === other ? (row[index] ?? 0) + 1 : Math.max(next[index] ?? 0, row[index + 1] ?? 0));
    });
    row = next;
  }
  return row.at(-1) ?? 0;
}
