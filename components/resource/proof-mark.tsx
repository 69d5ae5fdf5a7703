'use client';

import { ClusterFreshness, GitFreshness } from '#components/fabric/freshness-mark.tsx';
import type { ResourceDetail } from '#lib/contract/resource-detail.ts';

/** How fresh the two sides of a resource are. */
export function ProofMark({ detail: { git, cluster, kindReading } }: { detail: ResourceDetail }) {
  const ofKind = { ...cluster, observedThrough: kindReading?.observedThrough ?? null };
  return (
    <>
      <ClusterFreshness cluster={ofKind} subject="cluster" />
      <GitFreshness git={git} subject="Git" />
    </>
  );
}
