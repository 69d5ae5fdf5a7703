'use client';

import { useMemo, useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { MoreSentinel } from '#components/ui/more-sentinel.tsx';
import { type DiffPart, foldUnchanged } from './fold-unchanged.ts';
import { type DiffLine, lineDiff } from './line-diff.ts';
import { lineCount, takeLines } from './take-lines.ts';

interface Props {
  left: string;
  right: string;
  /** What the two are, for those who do not see the colours. */
  label: string;
}

const STEP = 300;

/** Two texts as one column of lines, gone in red and come in green. It alone may scroll sideways. */
export function DiffView({ left, right, label }: Props) {
  const parts = useMemo(() => foldUnchanged(lineDiff(left, right)), [left, right]);
  const [limit, setLimit] = useState(STEP);
  const changed = parts.some(({ lines }) => lines.some(({ kind }) => kind !== 'same'));
  const hidden = lineCount(parts) - limit;
  return (
    <section aria-label={label} className="overflow-x-auto">
      {!changed && <p className="px-3.5 pt-3 text-ink-2">No line differs.</p>}
      <table className="w-full border-collapse font-mono text-sm leading-5">
        <caption className="sr-only">{label}</caption>
        {takeLines(parts, limit).map((part) => (
          <Part key={`${part.lines[0]?.left ?? 0}:${part.lines[0]?.right ?? 0}`} part={part} />
        ))}
      </table>
      {hidden > 0 && (
        <MoreSentinel left={`${hidden} more lines`} onMore={() => setLimit((now) => now + STEP)} />
      )}
    </section>
  );
}

function Part({ part: { kind, lines } }: { part: DiffPart }) {
  const [open, setOpen] = useState(kind === 'lines');
  if (open) {
    return (
      <tbody>
        {lines.map((line) => (
          <Line key={`${line.left}:${line.right}`} line={line} />
        ))}
      </tbody>
    );
  }
  return (
    <tbody>
      <tr className="bg-sunk">
        <td colSpan={4} className="px-3.5">
          <button
            type="button"
            onClick={() => setOpen(true)}
            className="w-full py-0.5 text-left font-sans text-ink-2 hover:text-ink"
          >
            {lines.length} unchanged lines
          </button>
        </td>
      </tr>
    </tbody>
  );
}

const LOOKS: Record<DiffLine['kind'], { row: string; sign: string; word: string; name: string }> = {
  same: { row: '', sign: '', word: '', name: '' },
  removed: { row: 'diff-removed', sign: '−', word: 'diff-removed-word', name: 'removed: ' },
  added: { row: 'diff-added', sign: '+', word: 'diff-added-word', name: 'added: ' },
};

const NUMBER = 'w-px select-none px-2 text-right text-ink-2 first:pl-3.5';

function Line({ line: { kind, text, left, right, changed } }: { line: DiffLine }) {
  const { row, sign, word, name } = LOOKS[kind];
  const [from, to] = changed ?? [0, 0];
  return (
    <tr className={row}>
      <td className={NUMBER}>{left}</td>
      <td className={NUMBER}>{right}</td>
      <td className="w-px select-none pr-2 pl-1 text-ink-2">
        <span aria-hidden>{sign}</span>
        <span className="sr-only">{name}</span>
      </td>
      <td className="whitespace-pre pr-3.5">
        {changed === undefined ? (
          text
        ) : (
          <>
            {text.slice(0, from)}
            <span className={classNames('rounded-[2px]', word)}>{text.slice(from, to)}</span>
            {text.slice(to)}
          </>
        )}
      </td>
    </tr>
  );
}
