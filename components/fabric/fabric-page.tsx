'use client';

import { useQuery } from '@tanstack/react-query';
import { Page } from '#components/layout/page.tsx';
import { TopBar } from '#components/layout/top-bar.tsx';
import { StateBar, StateLegend } from '#components/lifecycle/state-bar.tsx';
import { MatchingCount } from '#components/resource/matching-count.tsx';
import { ResourceFilters } from '#components/resource/resource-filters.tsx';
import { ResourceTable } from '#components/resource/resource-table.tsx';
import { useResourceFilter } from '#components/resource/use-resource-filter.ts';
import { useNow } from '#components/time/clock.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { QueryProblem } from '#components/ui/query-problem.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import { fabricPath } from '#lib/contract/paths.ts';
import { fabricQuery } from '#lib/contract/queries.ts';
import { type ShownCounts, shownCounts } from '#lib/contract/shown-counts.ts';
import { FabricActions } from './fabric-actions.tsx';
import { FabricTroubles } from './fabric-troubles.tsx';
import { ClusterFreshness, GitFreshness } from './freshness-mark.tsx';
import { SyncBadge } from './sync-badge.tsx';

/** One fabric: what its resources come to, and all of them in a table. */
export function FabricPage({ fabricId, name }: { fabricId: string; name: string }) {
  const { data: fabric, error, isPending, refetch } = useQuery(fabricQuery(fabricId));
  return (
    <>
      <TopBar
        crumbs={[{ label: 'Overview', href: '/' }, { label: name }]}
        freshness={fabric && <Freshness fabric={fabric} />}
      />
      {isPending && <FabricSkeleton name={name} />}
      {error !== null && fabric === undefined && (
        <Page title={name}>
          <QueryProblem subject={`Fabric ${name}`} error={error} retry={refetch} />
        </Page>
      )}
      {fabric && <Fabric fabric={fabric} />}
    </>
  );
}

function Freshness({ fabric: { cluster, git } }: { fabric: FabricSummary }) {
  const at = git.revision === null ? git.branch : `${git.branch}@${git.revision.slice(0, 7)}`;
  return (
    <>
      <ClusterFreshness cluster={cluster} subject="cluster" />
      <GitFreshness git={git} subject={`Git ${at}`} />
    </>
  );
}

const STATUS_WORDS: Record<FabricSummary['status'], string> = {
  planned: 'planned',
  active: 'active',
  maintenance: 'maintenance: alerts are held',
  decommissioned: 'decommissioned: read-only',
};

function Fabric({ fabric }: { fabric: FabricSummary }) {
  const { filter, change, text } = useResourceFilter();
  const shown = shownCounts(fabric, useNow(10));
  const title = (
    <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      <span className="break-all">{fabric.name}</span>
      <SyncBadge sync={fabric.sync} />
      <Chip className="font-normal">{STATUS_WORDS[fabric.status]}</Chip>
      {fabric.sandbox && <Chip className="font-normal">sandbox</Chip>}
    </span>
  );
  return (
    <Page title={title} actions={<FabricActions fabric={fabric} />}>
      <FabricTroubles fabric={fabric} />
      <StateBar counts={shown.counts} total={shown.total} />
      <div className="mt-1.5 mb-5 flex flex-wrap items-center gap-x-6 gap-y-1">
        <StateLegend
          counts={shown.counts}
          current={filter.states}
          href={(state) => fabricPath(fabric.name, { states: [state] })}
        />
        <p className="ml-auto text-ink-2 text-sm">
          <FactsLine fabric={fabric} shown={shown} />
        </p>
      </div>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <ResourceFilters fabric={fabric} filter={filter} onFilter={change} text={text} />
        <MatchingCount fabricId={fabric.id} filter={filter} total={shown.total} />
      </div>
      <div className="rounded-panel border border-line bg-panel">
        <ResourceTable fabric={fabric} filter={filter} onFilter={change} />
      </div>
    </Page>
  );
}

/** What the resources come to; where some are unknown, when they were last proven instead of what they were. */
function FactsLine({ fabric: { drift }, shown }: { fabric: FabricSummary; shown: ShownCounts }) {
  const { total, counts, lastProvenAt } = shown;
  const resources = `${total} ${total === 1 ? 'resource' : 'resources'}`;
  if (counts.UNKNOWN === total && total > 0) {
    return (
      <>
        {resources}
        {lastProvenAt === null ? (
          ', none proven yet'
        ) : (
          <>
            , last proven <Moment at={lastProvenAt} />
          </>
        )}
      </>
    );
  }
  if (drift.resources === 0) return <>{resources} · no real difference</>;
  const differences = drift.differences === 1 ? 'difference' : 'differences';
  return (
    <>
      {resources} · {drift.differences} real {differences} in {drift.resources}
    </>
  );
}

function FabricSkeleton({ name }: { name: string }) {
  return (
    <Page title={name}>
      <div role="status" aria-label={`Reading ${name}`} className="space-y-3">
        <Skeleton className="h-2 w-full rounded-full" />
        <Skeleton className="w-80" />
      </div>
    </Page>
  );
}
