'use client';

import { useMemo, useState } from 'react';
import { ToggleChip } from '#components/ui/chip.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { MoreSentinel } from '#components/ui/more-sentinel.tsx';
import { PairedLine, UnifiedLine } from './diff-line.tsx';
import { type DiffPart, foldUnchanged } from './fold-unchanged.ts';
import { lineDiff } from './line-diff.ts';
import { pairLines } from './pair-lines.ts';
import { type LoudLines, quietLines } from './quiet-lines.ts';
import { lineCount, takeLines } from './take-lines.ts';
import { type DiffLayout, useDiffLayout } from './use-diff-layout.ts';

interface Props {
  left: string;
  right: string;
  /** The lines that count, if not all do; the others differ quietly and are folded as what is unchanged. */
  loud?: LoudLines | null;
  /** What the two are, for those who do not see the colours. */
  label: string;
}

const STEP = 300;
const LAYOUTS: Record<DiffLayout, string> = { unified: 'Unified', sides: 'Side by side' };

const keyOf = ({ lines: [first] }: DiffPart) => `${first?.left ?? 0}:${first?.right ?? 0}`;

/** Two texts line by line, gone in red and come in green, in one column or two. It alone may scroll sideways. */
export function DiffView({ left, right, label, loud = null }: Props) {
  const folded = useMemo(() => foldUnchanged(quietLines(lineDiff(left, right), loud)), [left, right, loud]);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [limit, setLimit] = useState(STEP);
  const [layout, setLayout] = useDiffLayout();
  const parts = folded.map((part): DiffPart => (opened.has(keyOf(part)) ? { ...part, kind: 'lines' } : part));
  const differing = parts.flatMap(({ lines }) => lines.filter(({ kind }) => kind !== 'same'));
  const allQuiet = differing.every(({ quiet }) => quiet === true);
  const hidden = lineCount(parts) - limit;
  return (
    <section aria-label={label} className="overflow-x-auto">
      {allQuiet && (
        <p className="px-3.5 pt-3 text-ink-2">
          {differing.length === 0
            ? 'No line differs.'
            : 'Only lines differ that are explained and count for nothing.'}
        </p>
      )}
      {differing.length > 0 && (
        <fieldset aria-label="Layout" className="flex justify-end gap-1.5 px-3.5 py-2 max-md:hidden">
          {(['unified', 'sides'] as const).map((one) => (
            <ToggleChip key={one} pressed={one === layout} onClick={() => setLayout(one)}>
              {LAYOUTS[one]}
            </ToggleChip>
          ))}
        </fieldset>
      )}
      <table
        className={classNames(
          'w-full border-collapse font-mono text-sm leading-5',
          layout === 'sides' && 'table-fixed',
        )}
      >
        <caption className="sr-only">{label}</caption>
        {layout === 'sides' && <SideWidths />}
        {takeLines(parts, limit).map((part) => (
          <tbody key={keyOf(part)}>
            {part.kind === 'folded' ? (
              <Fold part={part} onOpen={() => setOpened(new Set([...opened, keyOf(part)]))} />
            ) : (
              <Lines part={part} layout={layout} />
            )}
          </tbody>
        ))}
      </table>
      {hidden > 0 && (
        <MoreSentinel left={`${hidden} more lines`} onMore={() => setLimit((now) => now + STEP)} />
      )}
    </section>
  );
}

/** Both sides are as wide, whatever stands in them. */
function SideWidths() {
  return (
    <colgroup>
      <col className="w-14" />
      <col />
      <col className="w-14" />
      <col />
    </colgroup>
  );
}

function Lines({ part: { lines }, layout }: { part: DiffPart; layout: DiffLayout }) {
  if (layout === 'unified')
    return lines.map((line) => <UnifiedLine key={`${line.left}:${line.right}`} line={line} />);
  return pairLines(lines).map(({ left, right }) => (
    <PairedLine key={`${left?.left ?? ''}:${right?.right ?? ''}`} left={left} right={right} />
  ));
}

function Fold({ part: { lines }, onOpen }: { part: DiffPart; onOpen: () => void }) {
  const explained = lines.filter(({ quiet }) => quiet === true).length;
  return (
    <tr className="bg-sunk">
      <td colSpan={4} className="px-3.5">
        <button
          type="button"
          onClick={onOpen}
          className="w-full py-0.5 text-left font-sans text-ink-2 hover:text-ink"
        >
          {lines.length - explained > 0 && `${lines.length - explained} unchanged`}
          {explained > 0 && `${lines.length > explained ? ' and ' : ''}${explained} explained`} lines
        </button>
      </td>
    </tr>
  );
}
