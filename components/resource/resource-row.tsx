'use client';

import Link from 'next/link';
import { DifferenceText } from '#components/drift/difference-text.tsx';
import { SeverityMark } from '#components/drift/severity-mark.tsx';
import { StateBadge } from '#components/lifecycle/state-badge.tsx';
import { STATE_LOOKS } from '#components/lifecycle/state-looks.ts';
import { Moment } from '#components/time/moment.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { MiddleText } from '#components/ui/middle-text.tsx';
import type { Certainty } from '#lib/contract/certainty.ts';
import { resourcePath } from '#lib/contract/paths.ts';
import type { ResourceRow } from '#lib/contract/resource-row.ts';
import { differsText } from './differs-text.ts';

interface Props {
  fabric: string;
  row: ResourceRow;
  certainty: Certainty;
  /** How it differs may be said now; of a draft not even then when its state may. */
  compared: boolean;
  index: number;
  current: boolean;
}

/** What is to be said in one line; of what cannot be proven now, what was proven last. */
function saying(
  row: ResourceRow,
  { certainty, compared }: Pick<Props, 'certainty' | 'compared'>,
): string | null {
  if (row.state === 'DRAFT' && !compared) return differsText({ ...row, differs: null, hidden: 0 });
  const differs = differsText(row);
  if (certainty.level !== 'unknown' || row.state === null) return differs;
  const last = `last proven ${STATE_LOOKS[row.state].word.toLowerCase()}`;
  return differs === null ? last : `${last}: ${differs}`;
}

const CELL = 'truncate px-2.5 max-md:hidden';

/** One resource in a table. On a phone everything stands in the first cell. */
export function ResourceTableRow({ fabric, row, certainty, compared, index, current }: Props) {
  const differs = saying(row, { certainty, compared });
  const quiet = <span className="text-ink-3">–</span>;
  return (
    <tr
      aria-rowindex={index + 2}
      className={classNames(
        'relative h-[34px] border-line border-b hover:bg-sunk max-md:h-[68px]',
        current && 'row-current',
      )}
    >
      <td className="overflow-hidden pr-2.5 pl-3.5 max-md:w-full max-md:max-w-0">
        <StateBadge state={row.state} certainty={certainty} />
        <div className="md:hidden">
          <p className="flex min-w-0 items-baseline gap-1.5 pt-1">
            <span className="shrink-0 text-ink-2">{row.kind}</span>
            <MiddleText text={row.name} className="font-mono" />
          </p>
          {differs && (
            <p className="truncate text-ink-2 text-sm">
              <DifferenceText text={differs} />
            </p>
          )}
        </div>
      </td>
      <td className={classNames(CELL, 'text-ink-2')}>{row.kind}</td>
      <th scope="row" className="truncate px-2.5 text-left font-normal max-md:w-0 max-md:p-0">
        <Link
          href={resourcePath(fabric, row)}
          prefetch={false}
          className="block min-w-0 font-mono after:absolute after:inset-0"
        >
          <MiddleText text={row.name} className="max-md:sr-only" />
        </Link>
      </th>
      <td className={CELL}>
        <SeverityMark severity={compared ? row.severity : 'unknown'} />
      </td>
      <td className={CELL} title={differs ?? undefined}>
        {differs === null ? quiet : <DifferenceText text={differs} />}
      </td>
      <td className={classNames(CELL, 'text-ink-2 max-lg:hidden')}>
        {row.since === null ? quiet : <Moment at={row.since} />}
      </td>
      <td className={classNames(CELL, 'font-mono text-ink-2 text-sm max-lg:hidden')}>
        {row.writer ?? quiet}
      </td>
    </tr>
  );
}
