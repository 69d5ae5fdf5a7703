'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Moment } from '#components/time/moment.tsx';
import { CellLabel } from '#components/ui/cell-label.tsx';
import { ToggleChip } from '#components/ui/chip.tsx';
import { ClampedText } from '#components/ui/clamped-text.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { MoreSentinel } from '#components/ui/more-sentinel.tsx';
import type { DifferenceRow, DraftChange } from '#lib/contract/resource-detail.ts';
import { DIFFERENCE_CLASSES, type DifferenceClass } from '#lib/domain/drift/comparison.ts';
import { type Counts, looksOf } from './class-looks.ts';
import { type FieldRow, fieldRows } from './field-rows.ts';

interface Props {
  counts: Counts;
  differences: readonly DifferenceRow[];
  draftChanges: readonly DraftChange[];
  /** A draft that parses is a third column. */
  draft: boolean;
  draftOwner: string | null;
  /** The way to ignore a real one; absent where nothing can be decided. */
  ignoreHref?: (row: FieldRow) => string;
}

const EXPLAINED: readonly DifferenceClass[] = [
  'defaulted',
  'rewritten',
  'cluster-owned',
  'dropped',
  'ignored',
];

const STEP = 60;

/** Field by field: what Git says, what the cluster has, what the draft wants; why, and by whom. */
export function DifferenceTable(props: Props) {
  const { counts, differences, draftChanges, draft, draftOwner, ignoreHref } = props;
  const [hidden, setHidden] = useState<ReadonlySet<DifferenceClass>>(new Set());
  const [limit, setLimit] = useState(STEP);
  const rows = fieldRows(differences, draftChanges, draftOwner, counts).filter(
    (row) => row.class === null || !hidden.has(row.class),
  );
  const count = (one: DifferenceClass) => differences.filter((difference) => difference.class === one).length;
  const toggle = (one: DifferenceClass) => {
    const next = new Set(hidden);
    if (!next.delete(one)) next.add(one);
    setHidden(next);
  };
  const present = DIFFERENCE_CLASSES.filter((one) => count(one) > 0);
  return (
    <>
      {present.some((one) => EXPLAINED.includes(one)) && (
        <div className="flex flex-wrap gap-2 border-line border-b px-3.5 py-2">
          {present.map((one) => (
            <ToggleChip key={one} pressed={!hidden.has(one)} count={count(one)} onClick={() => toggle(one)}>
              {looksOf(one, counts).word}
            </ToggleChip>
          ))}
        </div>
      )}
      <table className="w-full table-fixed border-collapse max-md:block">
        <caption className="sr-only">Differences by field</caption>
        <thead className="max-md:sr-only">
          <tr className="text-left text-ink-2 text-sm [&>th]:px-2.5 [&>th]:py-1.5 [&>th]:font-normal">
            <th scope="col" className={classNames(draft ? 'w-[26%]' : 'w-[30%]', 'pl-3.5!')}>
              Field
            </th>
            <th scope="col">Git</th>
            <th scope="col">Cluster</th>
            {draft && <th scope="col">Draft</th>}
            <th scope="col" className="w-[116px]">
              Cause
            </th>
            <th scope="col" className={draft ? 'w-[15%]' : 'w-[20%]'}>
              Written by
            </th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {rows.slice(0, limit).map((row) => (
            <Row key={row.path} row={row} counts={counts} draft={draft} ignoreHref={ignoreHref} />
          ))}
        </tbody>
      </table>
      {rows.length > limit && (
        <MoreSentinel
          left={`${rows.length - limit} more differences`}
          onMore={() => setLimit((now) => now + STEP)}
        />
      )}
      {rows.length === 0 && (
        <p className="border-line border-t px-3.5 py-4 text-ink-2">Nothing to show with these filters.</p>
      )}
    </>
  );
}

const BOX = 'break-words px-2.5 py-2 align-top max-md:px-3.5 max-md:py-0.5';
const CELL = `${BOX} max-md:flex max-md:gap-2`;

interface RowProps {
  row: FieldRow;
  counts: Counts;
  draft: boolean;
  ignoreHref: Props['ignoreHref'] | undefined;
}

// Loud is what drifts; what is awaited has the colour of what waits.
const TONES: Record<Counts, string> = {
  drift: 'font-medium text-drifted',
  awaited: 'text-pending',
  unknown: 'text-ink-2',
};

function Row({ row, counts, draft, ignoreHref }: RowProps) {
  const real = row.class === 'real';
  return (
    <tr className="border-line border-t max-md:block max-md:py-2">
      <th scope="row" className={classNames(BOX, 'pl-3.5 text-left font-normal max-md:block')}>
        <ClampedText
          text={row.path}
          className={classNames('wrap-anywhere font-mono text-sm', real ? 'text-ink' : 'text-ink-2')}
        />
        <span className="block text-ink-2 text-sm">{row.note}</span>
        {row.rule !== null && (
          <span className="block text-ink-2 text-sm">
            rule {row.rule.id},{' '}
            {row.rule.until === null ? (
              'no end'
            ) : (
              <>
                until <Moment at={row.rule.until} show="time" />
              </>
            )}
          </span>
        )}
      </th>
      <Value label="Git" value={row.desired} tone={real ? 'text-ink' : 'text-ink-2'} />
      <Value label="Cluster" value={row.actual} tone={real ? TONES[counts] : 'text-ink-2'} />
      {draft && (
        <Value label="Draft" value={row.draft} tone={row.drafted ? 'font-medium text-draft' : 'text-ink-2'} />
      )}
      <td className={CELL}>
        <CellLabel>Cause</CellLabel>
        {row.class === null ? (
          <span className="text-draft text-sm">drafted</span>
        ) : (
          <Cause of={row.class} counts={counts} />
        )}
        {real && counts !== 'awaited' && ignoreHref !== undefined && (
          <Link
            href={ignoreHref(row)}
            prefetch={false}
            aria-label={`Ignore ${row.path}…`}
            className="block text-ink-2 text-sm underline decoration-line-strong underline-offset-2 hover:text-ink max-md:ml-auto max-md:py-2"
          >
            Ignore…
          </Link>
        )}
      </td>
      <td className={classNames(CELL, 'text-ink-2 text-sm')}>
        <CellLabel>By</CellLabel>
        <WrittenBy row={row} />
      </td>
    </tr>
  );
}

function Value({ label, value, tone }: { label: string; value: string | null; tone: string }) {
  return (
    <td className={CELL}>
      <CellLabel>{label}</CellLabel>
      {value === null ? (
        <span className="text-ink-3">–</span>
      ) : (
        <ClampedText text={value} className={classNames('min-w-0 wrap-anywhere font-mono text-sm', tone)} />
      )}
    </td>
  );
}

function Cause({ of, counts }: { of: DifferenceClass; counts: Counts }) {
  const { word, icon: Icon, text } = looksOf(of, counts);
  return (
    <span className={classNames('inline-flex items-center gap-1.5 text-sm', text)}>
      {Icon && <Icon aria-hidden size={13} strokeWidth={1.75} />}
      {word.toLowerCase()}
    </span>
  );
}

function WrittenBy({ row: { writer } }: { row: FieldRow }) {
  if (writer === null) return <span className="text-ink-3">nobody can be named</span>;
  return (
    <span>
      <span className="font-mono">{writer.manager}</span>
      {writer.time !== null && !Number.isNaN(Date.parse(writer.time)) && (
        <>
          , <Moment at={writer.time} show="time" seconds />
        </>
      )}
    </span>
  );
}
