import type { FabricKindRow, FabricRow, RepositoryRow } from '#db/queries/fabrics.ts';
import type { ResourceRow } from '#db/queries/resources.ts';
import { CLUSTER_STALE_SECONDS, gitFreshness } from '#lib/contract/certainty.ts';
import { gitReadingOf, kindReadingOf } from './fabric-reading.ts';

/** What the age of a resource's two sides is judged by. */
export interface SideRows {
  fabric: FabricRow;
  repository: RepositoryRow;
  kind: FabricKindRow | null;
}

/** True when either side of a resource has not been proven current within its limits. `now` is the database's clock. */
export function isStale(
  row: Pick<ResourceRow, 'desiredStale'>,
  { fabric, repository, kind }: SideRows,
  now: number,
): boolean {
  if (row.desiredStale !== null) return true;
  const git = gitFreshness(gitReadingOf(fabric, repository), now);
  if (git.level !== 'live' && git.level !== 'late') return true;
  const reading = kind === null ? null : kindReadingOf(fabric, kind);
  if (fabric.clusterConnection === 'failed' || reading?.availability !== 'listed') return true;
  const at = reading.observedThrough === null ? null : Date.parse(reading.observedThrough);
  return at === null || now - at > CLUSTER_STALE_SECONDS * 1000;
}
