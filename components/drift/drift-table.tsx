'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useHotkeys } from '#components/layout/use-hotkeys.ts';
import { useVirtualRows } from '#components/resource/use-virtual-rows.ts';
import { useNow } from '#components/time/clock.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { useRowKeys } from '#components/ui/use-row-keys.ts';
import { driftCertainty } from '#lib/contract/certainty.ts';
import type { DriftFilter } from '#lib/contract/drift-filter.ts';
import type { DriftRow } from '#lib/contract/fabric-drift.ts';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import { resourcePath } from '#lib/contract/paths.ts';
import { type DriftLine, driftLines } from './drift-lines.ts';
import { DriftTableRow } from './drift-row.tsx';

interface Props {
  fabric: FabricSummary;
  filter: DriftFilter;
  rows: readonly DriftRow[];
  /** Of the filter before, while the answer is under way. */
  stale: boolean;
  /** Absent when there is no more, or more is under way. */
  onMore?: () => unknown;
}

const NEAR_THE_END = 60;

/** Differences line by line under the heads of their groups; only those in sight are in the page. */
export function DriftTable({ fabric, filter, rows, stale, onMore }: Props) {
  const lines = driftLines(rows, filter);
  const real = filter.class === 'real';
  const columns = real ? 7 : 6;
  const router = useRouter();
  const { tableRef, items, before, after, scrollTo } = useVirtualRows(lines.length);
  const { current, hotkeys } = useRowKeys({
    count: rows.length,
    onMove: (index) =>
      scrollTo(lines.findIndex((line) => line.kind === 'difference' && line.index === index)),
    onOpen: (index) => {
      const row = rows[index];
      if (row !== undefined) router.push(resourcePath(fabric.name, row));
    },
  });
  useHotkeys(hotkeys);
  const isProven = useProven(fabric);
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown > lines.length - NEAR_THE_END) onMore?.();
  }, [onMore, lastShown, lines.length]);
  return (
    <table
      ref={tableRef}
      aria-rowcount={lines.length + 1}
      className={classNames('w-full border-collapse md:table-fixed', stale && 'opacity-60')}
    >
      <caption className="sr-only">Differences of {fabric.name}</caption>
      <TableHead real={real} />
      <tbody>
        {before > 0 && <Spacer height={before} columns={columns} />}
        {items.map(({ index }) => {
          const line = lines[index];
          if (line === undefined) return null;
          if (line.kind === 'group')
            return <GroupRow key={`group ${line.key}`} line={line} index={index} columns={columns} />;
          const { row } = line;
          return (
            <DriftTableRow
              key={`${row.resourceId}/${row.ordinal}`}
              fabric={fabric.name}
              row={row}
              proven={isProven(row)}
              index={index}
              current={line.index === current}
            />
          );
        })}
        {after > 0 && <Spacer height={after} columns={columns} />}
      </tbody>
    </table>
  );
}

function useProven({ git, cluster, kinds }: FabricSummary) {
  const now = useNow(10);
  return ({ desiredStale: stale, group, kind }: DriftRow) => {
    const reading = kinds.find((one) => one.group === group && one.kind === kind)?.reading ?? null;
    return driftCertainty({ git, cluster, kind: reading, stale }, now).level === 'proven';
  };
}

function TableHead({ real }: { real: boolean }) {
  const plain = 'px-2.5 text-left font-normal text-ink-2 text-sm';
  return (
    <thead className="sticky top-[46px] z-10 max-md:sr-only [&_th:first-child]:rounded-tl-panel [&_th:last-child]:rounded-tr-panel [&_th]:bg-panel [&_th]:shadow-[inset_0_-1px_0_var(--line)]">
      <tr aria-rowindex={1} className="h-8">
        <th scope="col" className={classNames(plain, real ? 'w-[100px] pl-3.5' : 'w-1 p-0')}>
          <span className={real ? undefined : 'sr-only'}>Severity</span>
        </th>
        <th scope="col" className={classNames(plain, 'w-[22%] lg:w-[24%]')}>
          Resource
        </th>
        <th scope="col" className={classNames(plain, 'w-[22%] lg:w-[20%]')}>
          Field
        </th>
        <th scope="col" className={plain}>
          Git
        </th>
        <th scope="col" className={plain}>
          Cluster
        </th>
        {real && (
          <th
            scope="col"
            className={classNames(
              plain,
              'w-[148px] max-lg:w-0 max-lg:overflow-hidden max-lg:whitespace-nowrap max-lg:px-0',
            )}
          >
            Written by
          </th>
        )}
        <th scope="col" className={classNames(plain, real ? 'w-[150px] lg:w-[170px]' : 'w-[24%]')}>
          {real ? 'Since' : 'Why'}
        </th>
      </tr>
    </thead>
  );
}

interface GroupProps {
  line: DriftLine & { kind: 'group' };
  index: number;
  columns: number;
}

function GroupRow({ line, index, columns }: GroupProps) {
  return (
    <tr aria-rowindex={index + 2} className="h-[34px] border-line border-b bg-sunk max-md:h-[68px]">
      <th scope="rowgroup" colSpan={columns} className="truncate px-3.5 text-left font-normal max-md:max-w-0">
        <bdi className={classNames('font-semibold', line.mono && 'font-mono text-sm')} title={line.title}>
          {line.title}
        </bdi>{' '}
        <span className="ml-2 text-ink-2 text-sm max-md:ml-0 max-md:block">{line.note}</span>
      </th>
    </tr>
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
}
