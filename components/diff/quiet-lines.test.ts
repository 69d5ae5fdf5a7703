import { expect, test } from 'vitest';
import { foldUnchanged } from './fold-unchanged.ts';
import { lineDiff } from './line-diff.ts';
import { quietLines } from './quiet-lines.ts';

const left = 'asn: 1\nspeed: SPEED_100G\nname: a\n';
const right = 'asn: 2\nspeed: 100G\nname: a\necmp: 4\n';

test('what differs outside of the lines that count is quiet', () => {
  const lines = quietLines(lineDiff(left, right), { left: [[1, 1]], right: [[1, 1]] });
  expect(lines.map(({ text, quiet = false }) => [text, quiet])).toEqual([
    ['asn: 1', false],
    ['speed: SPEED_100G', true],
    ['asn: 2', false],
    ['speed: 100G', true],
    ['name: a', false],
    ['ecmp: 4', true],
  ]);
});

test('all of it counts where nobody says which', () => {
  const diff = lineDiff(left, right);
  expect(quietLines(diff, null)).toEqual(diff);
});

test('what is quiet folds as what is unchanged', () => {
  const diff = quietLines(lineDiff(left, right), { left: [], right: [] });
  expect(foldUnchanged(diff)).toEqual([{ kind: 'folded', lines: diff }]);
});
