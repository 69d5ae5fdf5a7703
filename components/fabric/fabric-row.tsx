'use client';

import Link from 'next/link';
import { SeverityMark } from '#components/drift/severity-mark.tsx';
import { StateBar, StateLegend } from '#components/lifecycle/state-bar.tsx';
import { useNow } from '#components/time/clock.tsx';
import { Moment } from '#components/time/moment.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { MiddleText } from '#components/ui/middle-text.tsx';
import { UnknownCount } from '#components/ui/unknown-count.tsx';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import { fabricPath } from '#lib/contract/paths.ts';
import { type ShownCounts, shownCounts } from '#lib/contract/shown-counts.ts';
import { type ShownDrift, shownDrift } from '#lib/contract/shown-drift.ts';
import { DriftSparkline } from './drift-sparkline.tsx';
import { ClusterFreshness, GitFreshness } from './freshness-mark.tsx';
import { SyncBadge } from './sync-badge.tsx';

const CELL = 'border-line border-t px-2.5 align-middle max-md:hidden';

/** One fabric in the overview. On a phone everything stands in the first cell. */
export function FabricRow({ fabric, current }: { fabric: FabricSummary; current: boolean }) {
  const now = useNow(10);
  const shown = shownCounts(fabric, now);
  const drift = shownDrift(fabric, now);
  const alerts = fabric.alerts.reduce((sum, { count }) => sum + count, 0);
  return (
    <tr
      data-current={current || undefined}
      className={classNames('relative h-[58px] hover:bg-sunk', current && 'row-current')}
    >
      <th scope="row" className="border-line border-t px-3.5 py-2.5 text-left font-normal">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <Link href={fabricPath(fabric.name)} className="min-w-0 font-semibold after:absolute after:inset-0">
            <MiddleText text={fabric.name} />
          </Link>
          <SyncBadge sync={fabric.sync} />
        </div>
        <p className="text-ink-2 text-sm">{describe(fabric)}</p>
        {fabric.git.held !== null && (
          <p className="text-pending text-sm">
            {fabric.git.held.revision.slice(0, 7)} is held: it {fabric.git.held.reason}
          </p>
        )}
        <div className="mt-2 space-y-2 md:hidden">
          <States shown={shown} />
          <div className="flex flex-wrap gap-x-4 gap-y-1">
            <ClusterFreshness cluster={fabric.cluster} subject="cluster" />
            <GitFreshness git={fabric.git} subject="Git" />
            {alerts > 0 && (
              <span className="text-sm">
                {alerts} open {alerts === 1 ? 'alert' : 'alerts'}
              </span>
            )}
            {drift.differences + drift.unknown > 0 && (
              <span className="text-sm">
                Differences: <Differences drift={drift} />
              </span>
            )}
            {drift.worst !== 'none' && <SeverityMark severity={drift.worst} />}
          </div>
        </div>
      </th>
      <td className={classNames(CELL, 'py-2.5')}>
        <States shown={shown} />
      </td>
      <td className={CELL}>
        <div className="flex min-w-0 flex-col">
          <ClusterFreshness cluster={fabric.cluster} subject="cluster" />
          <GitFreshness git={fabric.git} subject="Git" />
        </div>
      </td>
      <td className={classNames(CELL, 'text-sm')}>
        <Differences drift={drift} />
      </td>
      <td className={CELL}>
        <SeverityMark severity={drift.worst} />
      </td>
      <td className={CELL}>{alerts}</td>
      <td className={classNames(CELL, 'max-lg:hidden')}>
        <DriftSparkline days={fabric.driftedByDay} />
      </td>
    </tr>
  );
}

function States({ shown }: { shown: ShownCounts }) {
  return (
    <>
      <StateBar counts={shown.counts} total={shown.total} />
      <div className="mt-1.5 flex flex-wrap items-center gap-x-3">
        {shown.total === 0 ? (
          <span className="text-ink-2 text-sm">no resources</span>
        ) : (
          <StateLegend counts={shown.counts} words={false} />
        )}
        {shown.lastProvenAt !== null && (
          <span className="text-ink-2 text-sm">
            last proven <Moment at={shown.lastProvenAt} show="time" />
          </span>
        )}
      </div>
    </>
  );
}

function Differences({ drift: { differences, resources, unknown, total } }: { drift: ShownDrift }) {
  return (
    <>
      <UnknownCount count={differences} unknown={unknown} total={total} />
      {differences > 0 && ` in ${resources} ${resources === 1 ? 'resource' : 'resources'}`}
    </>
  );
}

const STATUS_WORDS: Record<FabricSummary['status'], string> = {
  planned: 'planned',
  active: 'active',
  maintenance: 'in maintenance',
  decommissioned: 'decommissioned, read-only',
};

function describe({ status, sandbox, kinds }: FabricSummary): string {
  const switches = kinds.find(({ kind }) => kind === 'Switch')?.counts;
  const count = switches === undefined ? 0 : Object.values(switches).reduce((sum, one) => sum + one, 0);
  const words = [sandbox ? 'sandbox' : STATUS_WORDS[status]];
  if (sandbox && status !== 'active') words.push(STATUS_WORDS[status]);
  if (count > 0) words.push(`${count} ${count === 1 ? 'switch' : 'switches'}`);
  return words.join(' · ');
}
