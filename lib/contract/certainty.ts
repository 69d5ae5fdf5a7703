import type { ResourceState } from '../domain/lifecycle/states.ts';
import type { ClusterReading, GitReading, KindReading } from './readings.ts';

/** A watch that is alive moves its mark about once a minute; three missed ones are no proof any more. */
export const CLUSTER_LATE_SECONDS = 90;
export const CLUSTER_STALE_SECONDS = 200;
/** Git is read on an interval: one missed reading is late, three are no proof any more. */
const GIT_LATE_INTERVALS = 1.5;
const GIT_STALE_INTERVALS = 3;

/** `held`: it was read, and waits for somebody to confirm it. */
export type FreshnessLevel = 'live' | 'late' | 'held' | 'broken' | 'never';

/** How fresh one side is; `reason` says what is broken. */
export interface Freshness {
  level: FreshnessLevel;
  at: string | null;
  ageSeconds: number | null;
  reason: string | null;
}

const secondsSince = (at: string, now: number) => Math.max(0, (now - Date.parse(at)) / 1000);

function freshness(
  at: string | null,
  error: string | null,
  late: number,
  stale: number,
  now: number,
): Freshness {
  const ageSeconds = at === null ? null : secondsSince(at, now);
  if (error !== null) return { level: 'broken', at, ageSeconds, reason: error };
  if (ageSeconds === null) return { level: 'never', at, ageSeconds, reason: null };
  if (ageSeconds > stale) return { level: 'broken', at, ageSeconds, reason: 'no reading arrives' };
  return { level: ageSeconds > late ? 'late' : 'live', at, ageSeconds, reason: null };
}

/**
 * How fresh the Git side is. A failed fetch is broken at once, and a revision that is held is held at once, though the
 * facts of the last one taken on hold until the interval has passed.
 */
export function gitFreshness(git: GitReading, now: number): Freshness {
  const repository = git.connection === 'failed' ? 'the repository does not answer' : null;
  const error = git.error ?? repository;
  const { intervalSeconds, held, readAt } = git;
  if (held !== null && error === null) {
    const ageSeconds = readAt === null ? null : secondsSince(readAt, now);
    return { level: 'held', at: readAt, ageSeconds, reason: `${held.revision.slice(0, 7)} is held` };
  }
  return freshness(
    readAt,
    error,
    intervalSeconds * GIT_LATE_INTERVALS,
    intervalSeconds * GIT_STALE_INTERVALS,
    now,
  );
}

/** How fresh the cluster side is. */
export function clusterFreshness(cluster: ClusterReading, now: number): Freshness {
  const failed = cluster.connection === 'failed' ? (cluster.error ?? 'the cluster does not answer') : null;
  return freshness(cluster.observedThrough, failed, CLUSTER_LATE_SECONDS, CLUSTER_STALE_SECONDS, now);
}

export type DesiredStale = 'ambiguous' | 'unreadable';

/** What a verdict rests on. */
export interface Evidence {
  git: GitReading;
  cluster: ClusterReading;
  /** Null when the kind was never asked for. */
  kind: KindReading | null;
  /** Why Git's side of the resource is the last good one and not the present one. */
  stale?: DesiredStale | null;
}

/**
 * Whether a state may be shown as true now. `provenAt` is the time of the last proof.
 * A draft and a commit are our own facts; every other state needs both sides.
 */
export type Certainty =
  | { level: 'proven'; provenAt: string | null }
  | { level: 'unknown'; provenAt: string | null; reason: string }
  | { level: 'unread'; reason: string };

const KIND_TROUBLE: Record<KindReading['availability'], string | null> = {
  unread: 'the kind is not read yet',
  listed: null,
  forbidden: 'the cluster forbids reading this kind',
  missing: 'the cluster does not serve this kind',
  error: 'the kind cannot be read',
};

function kindTrouble(kind: KindReading | null): string | null {
  if (kind === null) return 'the cluster was not asked for this kind yet';
  const trouble = KIND_TROUBLE[kind.availability];
  return trouble === null || kind.message === null ? trouble : `${trouble}: ${kind.message}`;
}

/** Why what Git's side was compared with is no proof now; null while it is one. */
export function gitTrouble(git: GitReading, now: number): string | null {
  const { level, ageSeconds, reason } = gitFreshness(git, now);
  const isProof = level !== 'broken' && level !== 'held';
  if (isProof || ageSeconds === null || ageSeconds <= git.intervalSeconds) return null;
  return `Git: ${reason}`;
}

const earlier = (a: string | null, b: string | null) =>
  a === null || b === null ? null : Date.parse(a) < Date.parse(b) ? a : b;

export const STALE_REASONS: Record<DesiredStale, string> = {
  ambiguous: 'two documents in Git claim this name',
  unreadable: 'its file in Git cannot be read',
};

/** Judges one state by what it rests on. */
export function certaintyOf(state: ResourceState | null, evidence: Evidence, now: number): Certainty {
  const { git, cluster, kind, stale = null } = evidence;
  if (state === null) return { level: 'unread', reason: unreadReason(evidence) };
  if (state === 'DRAFT' || state === 'COMMITTED') return { level: 'proven', provenAt: git.readAt };
  const provenAt = earlier(git.readAt, kind?.observedThrough ?? null);
  const kindAge = kind?.observedThrough == null ? null : secondsSince(kind.observedThrough, now);
  const clusterTrouble =
    cluster.connection === 'failed' ? `cluster: ${cluster.error ?? 'it does not answer'}` : kindTrouble(kind);
  const silent = kindAge === null || kindAge > CLUSTER_STALE_SECONDS ? 'cluster: no reading arrives' : null;
  const reason =
    clusterTrouble ?? silent ?? gitTrouble(git, now) ?? (stale === null ? null : STALE_REASONS[stale]);
  return reason === null ? { level: 'proven', provenAt } : { level: 'unknown', provenAt, reason };
}

/** Judges what a comparison of both sides says: whoever drafts above it makes it no newer. */
export function driftCertainty(evidence: Evidence, now: number): Certainty {
  return certaintyOf('DRIFTED', evidence, now);
}

function unreadReason({ git, cluster, kind }: Evidence): string {
  if (git.readAt === null) return git.error === null ? 'Git is not read yet' : `Git: ${git.error}`;
  if (cluster.connection === 'failed') return `cluster: ${cluster.error ?? 'it does not answer'}`;
  return kindTrouble(kind) ?? 'one more reading of both sides is under way';
}
