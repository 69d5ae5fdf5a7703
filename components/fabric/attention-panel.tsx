'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { SeverityMark } from '#components/drift/severity-mark.tsx';
import { useNow } from '#components/time/clock.tsx';
import { Moment } from '#components/time/moment.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { MiddleText } from '#components/ui/middle-text.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { QueryProblem } from '#components/ui/query-problem.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { driftCertainty } from '#lib/contract/certainty.ts';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import { fabricPath, resourcePath } from '#lib/contract/paths.ts';
import { activityQuery, fabricListQuery } from '#lib/contract/queries.ts';
import type { AttentionItem } from '#lib/contract/timeline.ts';

/** The open alerts of all fabrics, worst first. */
export function AttentionPanel() {
  const { data, error, isPending, refetch } = useQuery(activityQuery());
  const { data: fabrics = [] } = useQuery(fabricListQuery());
  const now = useNow(10);
  const isProven = (item: AttentionItem) => {
    const fabric = fabrics.find(({ id }) => id === item.fabricId);
    return fabric === undefined || isProvenNow(item, fabric, now);
  };
  const more = data === undefined ? 0 : data.attentionTotal - data.attention.length;
  return (
    <Panel title="Needs a decision" note="worst first" {...(more > 0 && { foot: `and ${more} more` })}>
      {isPending && <Skeleton className="m-3.5 w-2/3" />}
      {error !== null && data === undefined && (
        <QueryProblem subject="The open alerts" error={error} retry={refetch} />
      )}
      {data?.attention.length === 0 && (
        <p className="px-3.5 py-6 text-ink-2">Nothing waits for a decision.</p>
      )}
      <ul>
        {data?.attention.map((item) => (
          <AttentionRow key={`${item.fabricId}/${item.id}`} item={item} proven={isProven(item)} />
        ))}
      </ul>
    </Panel>
  );
}

/** Whether the cause of an alert may be said to exist now; an alert on the fabric itself is about its readings. */
function isProvenNow({ resource, type }: AttentionItem, { git, cluster, kinds }: FabricSummary, now: number) {
  // That two documents claim a name is known from Git alone.
  if (resource === null || type === 'conflict_detected') return true;
  const found = kinds.find(({ group, kind }) => group === resource.group && kind === resource.kind);
  return (
    driftCertainty({ git, cluster, kind: found?.reading ?? null, stale: resource.desiredStale }, now)
      .level === 'proven'
  );
}

function AttentionRow({ item, proven }: { item: AttentionItem; proven: boolean }) {
  const { fabric, resource, severity, message, openedAt } = item;
  const subject = resource === null ? fabric : `${resource.kind}/${resource.name}`;
  const href = resource === null ? fabricPath(fabric) : resourcePath(fabric, resource);
  return (
    <li className="flex min-h-[34px] flex-wrap items-center gap-x-3 border-line border-t px-3.5 py-1 first:border-t-0 max-sm:py-2 sm:flex-nowrap">
      <span className="w-[74px] shrink-0">
        <SeverityMark severity={proven ? severity : 'unknown'} />
      </span>
      <span className="order-last flex min-w-0 basis-full flex-col sm:order-none sm:flex-1 sm:basis-auto">
        <MiddleText text={subject} className="font-mono text-sm" />
        <span className="min-w-0 text-ink-2 sm:line-clamp-2" title={message}>
          {!proven && `last proven ${severity}: `}
          {message}
        </span>
      </span>
      <Moment at={openedAt} className="ml-auto shrink-0 text-ink-2 text-sm" />
      <Link href={href} className={buttonClass('plain', 'md:h-[26px] md:px-2.5 md:text-sm')}>
        Open<span className="sr-only"> {subject}</span>
      </Link>
    </li>
  );
}
