'use client';

import { useQuery } from '@tanstack/react-query';
import { SpellList } from '#components/history/spell-list.tsx';
import { TimelinePanel } from '#components/history/timeline-panel.tsx';
import { Page } from '#components/layout/page.tsx';
import { TopBar } from '#components/layout/top-bar.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { QueryProblem } from '#components/ui/query-problem.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { fabricPath, type ResourcePath } from '#lib/contract/paths.ts';
import { resourceQuery } from '#lib/contract/queries.ts';
import type { ResourceDetail } from '#lib/contract/resource-detail.ts';
import { ProofMark } from './proof-mark.tsx';
import { ResourceView } from './resource-view.tsx';

interface Props {
  fabricId: string;
  fabric: string;
  resource: ResourcePath;
}

/** One resource: its state and why, what can be done, what differs, how it got here. */
export function ResourcePage({ fabricId, fabric, resource }: Props) {
  const { data: detail, error, isPending, refetch } = useQuery(resourceQuery(fabricId, resource));
  const crumbs = [
    { label: 'Overview', href: '/' },
    { label: fabric, href: fabricPath(fabric) },
    { label: resource.kind, href: fabricPath(fabric, { kinds: [resource.kind] }) },
    { label: resource.name, mono: true },
  ];
  return (
    <>
      <TopBar crumbs={crumbs} freshness={detail && <ProofMark detail={detail} />} />
      {isPending && <ResourceSkeleton name={resource.name} />}
      {error !== null && detail === undefined && (
        <Page title={resource.name}>
          <Panel>
            <QueryProblem subject={`${resource.kind}/${resource.name}`} error={error} retry={refetch} />
          </Panel>
        </Page>
      )}
      {detail && (
        <ResourceView
          detail={detail}
          timeline={<TimelinePanel fabricId={fabricId} resource={resource} foot={spellsOf(detail)} />}
        />
      )}
    </>
  );
}

function spellsOf({ fabric, driftHistory }: ResourceDetail) {
  if (driftHistory.spells.length === 0) return null;
  return <SpellList fabricId={fabric.id} history={driftHistory} />;
}

function ResourceSkeleton({ name }: { name: string }) {
  return (
    <Page title={<span className="font-mono">{name}</span>}>
      <div role="status" aria-label={`Reading ${name}`} className="space-y-4">
        <Skeleton className="w-96 max-w-full" />
        <Skeleton className="h-48 w-full rounded-panel" />
      </div>
    </Page>
  );
}
