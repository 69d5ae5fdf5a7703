'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Page } from '#components/layout/page.tsx';
import { TopBar } from '#components/layout/top-bar.tsx';
import { useNow } from '#components/time/clock.tsx';
import { BreakableText } from '#components/ui/breakable-text.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { QueryProblem } from '#components/ui/query-problem.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { UnknownCount } from '#components/ui/unknown-count.tsx';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import { fabricQuery } from '#lib/contract/queries.ts';
import { shownDrift } from '#lib/contract/shown-drift.ts';
import { FabricActions } from './fabric-actions.tsx';
import { type FabricTab, FabricTabs } from './fabric-tabs.tsx';
import { FabricTroubles } from './fabric-troubles.tsx';
import { ClusterFreshness, GitFreshness } from './freshness-mark.tsx';
import { SyncBadge } from './sync-badge.tsx';

interface Props {
  fabricId: string;
  name: string;
  tab: FabricTab;
  children: (fabric: FabricSummary) => ReactNode;
}

/** What every page of a fabric has: where it is, how fresh its facts are, what keeps it from being read, its tabs. */
export function FabricFrame({ fabricId, name, tab, children }: Props) {
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
      {fabric && (
        <Page title={<Title fabric={fabric} />} actions={<FabricActions fabric={fabric} />}>
          <Tabs fabric={fabric} current={tab} />
          <FabricTroubles fabric={fabric} />
          {children(fabric)}
        </Page>
      )}
    </>
  );
}

function Tabs({ fabric, current }: { fabric: FabricSummary; current: FabricTab }) {
  const { differences, unknown, total } = shownDrift(fabric, useNow(10));
  const count =
    differences === 0 && unknown === 0 ? null : (
      <UnknownCount count={differences} unknown={unknown} total={total} />
    );
  return <FabricTabs fabric={fabric.name} current={current} driftCount={count} />;
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

function Title({ fabric: { name, sync, status, sandbox } }: { fabric: FabricSummary }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      <span className="wrap-anywhere">
        <BreakableText text={name} />
      </span>
      <SyncBadge sync={sync} />
      <Chip className="font-normal">{STATUS_WORDS[status]}</Chip>
      {sandbox && <Chip className="font-normal">sandbox</Chip>}
    </span>
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
