import { memo } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import type { DiffLine } from './line-diff.ts';
import type { LinePair } from './pair-lines.ts';

// What is explained differs without colour; its sign stays.
const QUIET = 'text-ink-2';

const LOOKS: Record<DiffLine['kind'], { row: string; sign: string; word: string; name: string }> = {
  same: { row: '', sign: '', word: '', name: '' },
  removed: { row: 'diff-removed', sign: '−', word: 'diff-removed-word', name: 'removed: ' },
  added: { row: 'diff-added', sign: '+', word: 'diff-added-word', name: 'added: ' },
};

const NUMBER = 'w-px select-none px-2 text-right text-ink-2 first:pl-3.5';

function Text({ line: { kind, text, changed, quiet = false } }: { line: DiffLine }) {
  if (changed === undefined || quiet) return text;
  const [from, to] = changed;
  return (
    <>
      {text.slice(0, from)}
      <span className={classNames('rounded-[2px]', LOOKS[kind].word)}>{text.slice(from, to)}</span>
      {text.slice(to)}
    </>
  );
}

/** One line of one column of both texts. Kept as it is, as more lines come while somebody scrolls. */
export const UnifiedLine = memo(function UnifiedLine({ line }: { line: DiffLine }) {
  const { row, sign, name } = LOOKS[line.kind];
  return (
    <tr className={line.quiet === true ? QUIET : row}>
      <td className={NUMBER}>{line.left}</td>
      <td className={NUMBER}>{line.right}</td>
      <td className="w-px select-none pr-2 pl-1 text-ink-2">
        <span aria-hidden>{sign}</span>
        <span className="sr-only">{name}</span>
      </td>
      <td className="whitespace-pre pr-3.5">
        <Text line={line} />
      </td>
    </tr>
  );
});

/** One row of two columns. Long lines wrap, or the other side would be out of sight. */
export const PairedLine = memo(function PairedLine({ left, right }: LinePair) {
  return (
    <tr className="align-top">
      <Side line={left} number={left?.left ?? null} />
      <Side line={right} number={right?.right ?? null} />
    </tr>
  );
});

function Side({ line, number }: { line: DiffLine | null; number: number | null }) {
  if (line === null) return <td colSpan={2} className="bg-sunk" />;
  const { row: loud, name } = LOOKS[line.kind];
  const row = line.quiet === true ? QUIET : loud;
  return (
    <>
      <td className={classNames(NUMBER, row)}>{number}</td>
      <td className={classNames('wrap-anywhere whitespace-pre-wrap pr-3.5', row)}>
        <span className="sr-only">{name}</span>
        <Text line={line} />
      </td>
    </>
  );
}
