'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Page } from '#components/layout/page.tsx';
import { TopBar } from '#components/layout/top-bar.tsx';
import { useHotkeys } from '#components/layout/use-hotkeys.ts';
import { useNow } from '#components/time/clock.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { QueryProblem } from '#components/ui/query-problem.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useRowKeys } from '#components/ui/use-row-keys.ts';
import type { FabricList } from '#lib/contract/fabric-summary.ts';
import { fabricPath } from '#lib/contract/paths.ts';
import { fabricListQuery } from '#lib/contract/queries.ts';
import { AttentionPanel } from './attention-panel.tsx';
import { FabricRow } from './fabric-row.tsx';
import { byUrgency, needsSomebody } from './fabric-urgency.ts';
import { LatestPanel } from './latest-panel.tsx';

/** Every fabric, most urgent first; what needs a decision; what happened last. */
export function OverviewPage() {
  const fabrics = useQuery(fabricListQuery());
  const sorted = [...(fabrics.data ?? [])].sort(byUrgency(useNow(10)));
  return (
    <>
      <TopBar crumbs={[{ label: 'Overview' }]} />
      <Page title={titleOf(fabrics.data)}>
        <div className="rounded-panel border border-line bg-panel">
          {fabrics.isPending && <FabricSkeleton />}
          {fabrics.isError && fabrics.data === undefined && (
            <QueryProblem subject="The fabrics" error={fabrics.error} retry={fabrics.refetch} />
          )}
          {fabrics.data?.length === 0 && (
            <EmptyState>
              No fabric yet. It appears here by itself once you added one with{' '}
              <code className="font-mono text-ink">npm run fabric -- add</code>.
            </EmptyState>
          )}
          {sorted.length > 0 && <FabricTable fabrics={sorted} />}
        </div>
        <div className="mt-4 grid gap-4 lg:grid-cols-[1.3fr_1fr]">
          <AttentionPanel />
          <LatestPanel />
        </div>
      </Page>
    </>
  );
}

function titleOf(fabrics: FabricList | undefined): string {
  if (fabrics === undefined) return 'Fabrics';
  const count = `${fabrics.length} ${fabrics.length === 1 ? 'fabric' : 'fabrics'}`;
  const urgent = fabrics.filter(needsSomebody).length;
  if (fabrics.length === 0) return 'No fabrics';
  return urgent === 0
    ? `${count}, none needs you`
    : `${count}, ${urgent} ${urgent === 1 ? 'needs' : 'need'} you`;
}

const HEAD = 'px-2.5 py-2 text-left font-normal text-ink-2 text-sm max-md:hidden';

function FabricTable({ fabrics }: { fabrics: FabricList }) {
  const router = useRouter();
  const { current, hotkeys } = useRowKeys({
    count: fabrics.length,
    onOpen: (index) => router.push(fabricPath(fabrics[index]?.name ?? '')),
  });
  useHotkeys(hotkeys);
  return (
    <>
      <table className="w-full table-fixed border-collapse">
        <caption className="sr-only">Fabrics, most urgent first</caption>
        <thead>
          <tr>
            <th
              scope="col"
              className="w-[21%] px-3.5 py-2 text-left font-normal text-ink-2 text-sm max-md:w-full"
            >
              Fabric
            </th>
            <th scope="col" className={HEAD}>
              Resources by state
            </th>
            <th scope="col" className={`${HEAD} w-[184px]`}>
              Last read
            </th>
            <th scope="col" className={`${HEAD} w-[128px]`}>
              Differences
            </th>
            <th scope="col" className={`${HEAD} w-[86px]`}>
              Worst
            </th>
            <th scope="col" className={`${HEAD} w-[60px]`}>
              Alerts
            </th>
            <th scope="col" className={`${HEAD} w-[136px] max-lg:hidden`}>
              Drifted, 7 days
            </th>
          </tr>
        </thead>
        <tbody>
          {fabrics.map((fabric, index) => (
            <FabricRow key={fabric.id} fabric={fabric} current={index === current} />
          ))}
        </tbody>
      </table>
      <p className="border-line border-t px-3.5 py-2 text-ink-2 text-sm">
        In sync means proven: both sides read, compared and equal.
      </p>
    </>
  );
}

function FabricSkeleton() {
  return (
    <div role="status" aria-label="Reading the fabrics">
      {[0, 1, 2].map((row) => (
        <div key={row} className="flex h-[58px] items-center gap-6 border-line border-b px-3.5">
          <Skeleton className="w-32" />
          <Skeleton className="w-72" />
          <Skeleton className="w-16" />
          <Skeleton className="w-16" />
        </div>
      ))}
    </div>
  );
}
