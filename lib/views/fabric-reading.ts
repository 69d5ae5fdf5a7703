import type { fabricKinds, fabrics } from '#db/schema/fabrics.ts';
import type { repositories } from '#db/schema/repositories.ts';
import type { ClusterReading, GitReading, HeldRevision, KindReading } from '#lib/contract/readings.ts';
import { type HeldReading, isHeld } from '#lib/domain/lifecycle/breaker.ts';

type FabricRow = typeof fabrics.$inferSelect;
type KindRow = typeof fabricKinds.$inferSelect;
type RepositoryRow = typeof repositories.$inferSelect;

/** A moment as the contract writes it. */
export const momentOf = (date: Date | null) => date?.toISOString() ?? null;

export function gitReadingOf(fabric: FabricRow, repository: RepositoryRow): GitReading {
  return {
    connection: repository.connection,
    url: withoutPassword(repository.url),
    branch: fabric.branch,
    directory: fabric.directory,
    revision: fabric.gitRevision,
    readAt: momentOf(fabric.gitReadAt),
    intervalSeconds: fabric.gitIntervalSeconds,
    error: fabric.gitError ?? (repository.connection === 'failed' ? repository.connectionError : null),
    errorAt: momentOf(fabric.gitErrorAt ?? repository.connectionCheckedAt),
    held: heldRevisionOf(fabric),
  };
}

/** The revision that waits to be confirmed; null when none does. */
export function heldRevisionOf(fabric: FabricRow): HeldRevision | null {
  const { heldRevision, heldAt, heldReason, heldSet } = fabric;
  if (heldRevision === null || heldAt === null || heldReason === null || heldSet === null) return null;
  const { reason, removed, examples } = JSON.parse(heldReason) as HeldReading;
  return {
    revision: heldRevision,
    since: heldAt.toISOString(),
    set: heldSet,
    reason,
    removed,
    examples: [...examples],
    releasedBy: isHeld(fabric) ? null : fabric.releasedBy,
  };
}

function withoutPassword(url: string): string {
  return url.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1');
}

/** How far one kind is read. A listing of another cluster behind the same name is none. */
export function kindReadingOf(fabric: FabricRow, kind: KindRow): KindReading {
  const ofThisCluster = kind.listedEpoch === fabric.clusterEpoch;
  return {
    availability: kind.availability === 'listed' && !ofThisCluster ? 'unread' : kind.availability,
    observedThrough: ofThisCluster ? momentOf(kind.observedThrough) : null,
    message: kind.message,
  };
}

/** The cluster as a whole is as fresh as the kind that lags most. */
export function clusterReadingOf(fabric: FabricRow, kinds: readonly KindReading[]): ClusterReading {
  const listed = kinds.filter(({ availability }) => availability === 'listed');
  const marks = listed.map(({ observedThrough }) => observedThrough ?? '').sort();
  return {
    connection: fabric.clusterConnection,
    observedThrough: marks[0] || null,
    error: fabric.clusterError,
    errorAt: momentOf(fabric.clusterErrorAt),
  };
}
