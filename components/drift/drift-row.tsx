'use client';

import Link from 'next/link';
import { Moment } from '#components/time/moment.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { MiddleText } from '#components/ui/middle-text.tsx';
import type { DriftRow } from '#lib/contract/fabric-drift.ts';
import { resourcePath } from '#lib/contract/paths.ts';
import { sideTexts, timesText } from './drift-lines.ts';
import { SeverityMark } from './severity-mark.tsx';

interface Props {
  fabric: string;
  row: DriftRow;
  /** It may be said to be so now. */
  proven: boolean;
  index: number;
  current: boolean;
}

const CELL = 'truncate px-2.5 max-md:hidden';

function toneOf({ class: one, driftStatus }: DriftRow, proven: boolean): string {
  if (one !== 'real' || !proven) return 'text-ink-2';
  return driftStatus === 'actual_only' ? 'font-medium text-orphaned' : 'font-medium text-drifted';
}

/** One difference in a table. On a phone everything stands in the first cell. */
export function DriftTableRow({ fabric, row, proven, index, current }: Props) {
  const { git, cluster } = sideTexts(row);
  const tone = toneOf(row, proven);
  const subject = `${row.kind}/${row.name}`;
  return (
    <tr
      aria-rowindex={index + 2}
      className={classNames(
        'relative h-[34px] border-line border-b hover:bg-sunk max-md:h-[68px]',
        current && 'row-current',
      )}
    >
      <td
        className={classNames(
          'overflow-hidden pr-2.5 pl-3.5 max-md:w-full max-md:max-w-0',
          row.class !== 'real' && 'md:p-0',
        )}
      >
        <span className="flex min-w-0 items-center gap-2">
          {row.class === 'real' && <SeverityMark severity={proven ? row.weight : 'unknown'} />}
          <MiddleText text={subject} className="font-mono text-sm md:hidden" />
          {row.class === 'real' && <PhoneSince row={row} proven={proven} />}
        </span>
        <div className="text-sm md:hidden">
          <p className="truncate font-mono">{row.path || 'the whole object'}</p>
          <p className="truncate font-mono">
            <bdi className="text-ink-2">{git}</bdi> → <bdi className={tone}>{cluster}</bdi>
            {row.class !== 'real' && <span className="font-sans text-ink-2"> · {row.reason}</span>}
          </p>
        </div>
      </td>
      <th scope="row" className="truncate px-2.5 text-left font-normal max-md:w-0 max-md:p-0">
        <Link
          href={resourcePath(fabric, row)}
          prefetch={false}
          className="block min-w-0 font-mono text-sm after:absolute after:inset-0"
        >
          <MiddleText text={subject} className="max-md:sr-only" />
        </Link>
      </th>
      <td className={classNames(CELL, 'font-mono text-sm')} title={row.path}>
        {row.path || <span className="font-sans">the whole object</span>}
      </td>
      <td className={classNames(CELL, 'font-mono text-ink-2 text-sm')} title={git}>
        <bdi>{git}</bdi>
      </td>
      <td className={classNames(CELL, 'font-mono text-sm', tone)} title={cluster}>
        <bdi>{cluster}</bdi>
      </td>
      {row.class === 'real' && (
        <td
          className={classNames(CELL, 'font-mono text-ink-2 text-sm max-lg:px-0')}
          title={row.writer ?? undefined}
        >
          {row.writer ?? '–'}
        </td>
      )}
      <td className={classNames(CELL, 'text-ink-2 text-sm leading-4')} title={row.reason}>
        {row.class === 'real' ? <Since row={row} proven={proven} /> : row.reason}
      </td>
    </tr>
  );
}

function PhoneSince({ row: { onset, flapping }, proven }: Pick<Props, 'row' | 'proven'>) {
  return (
    <span className="ml-auto shrink-0 text-ink-2 text-sm md:hidden">
      {proven && flapping && <span className="text-drifted">flapping, </span>}
      {!proven && 'unknown now'}
      {proven && onset !== null && <Moment at={onset} show="age" />}
    </span>
  );
}

/** Since when, and that it is not the first time. */
function Since({ row: { onset, times, flapping, driftStatus }, proven }: Pick<Props, 'row' | 'proven'>) {
  if (!proven) return <>unknown now</>;
  const more = flapping ? 'flapping' : timesText(times);
  return (
    <>
      {onset === null ? '–' : <Moment at={onset} />}
      {more !== null && <span className={classNames('block', flapping && 'text-drifted')}>{more}</span>}
      {more === null && driftStatus === 'actual_only' && <span className="block">Git does not know it</span>}
    </>
  );
}
