import type { ComparisonSummary, Instant, ResourceFacts } from './facts.ts';

/** Git as one fabric sees it: its repository, branch and directory at the synced revision. */
export interface GitSide {
  connected: boolean;
  /** A revision has been read completely at least once. */
  complete: boolean;
  revision: string | null;
  /** When the fetch behind the synced revision began. */
  readAt: Instant | null;
}

/** One kind in one cluster. */
export interface ClusterSide {
  /** The kind has been listed completely at least once in this epoch. */
  complete: boolean;
  /** When the last complete listing began. */
  readAt: Instant | null;
  /** Lists, events and bookmarks advance it: what the cluster was like up to then is known. */
  observedThrough: Instant | null;
}

/** What a decision about one resource is made from; nothing else may matter. */
export interface Situation {
  facts: ResourceFacts;
  git: GitSide;
  cluster: ClusterSide;
  /** Of desired with actual content; null unless both exist. */
  comparison: ComparisonSummary | null;
  systemOwned: boolean;
  /** What stands between the draft and a commit besides its own facts. */
  draftGuard: { checkErrors: number; approvalsMissing: number };
  /** How long a deployer may take before waiting counts as a finding, in milliseconds. */
  graceMs: number;
  now: Instant;
}

/** A suspicion older than this is not restarted by yet another change of the object (a fighting writer must not hide). */
export const CONFIRMATION_PATIENCE_MS = 60_000;

/** Both sides exist and no real difference lies between them. */
export function isEqual(s: Situation): boolean {
  return s.facts.desired !== null && s.facts.actual !== null && s.comparison?.realCount === 0;
}

/** Desired exists, and the object differs or is absent. */
export function isDiffering(s: Situation): boolean {
  if (s.facts.desired === null) return false;
  return s.facts.actual === null || (s.comparison !== null && s.comparison.realCount > 0);
}

/** The cluster side is known to be as recorded at some moment later than `t` (lifecycle.md §3). */
export function isProvenCurrentAfter(s: Situation, t: Instant | null): boolean {
  const proof = Math.max(s.cluster.observedThrough ?? 0, s.facts.proofReadAt ?? 0);
  return proof > (t ?? 0);
}

/** Absent from Git at a synced revision that contains the desired commit. */
export function isAbsentFromGit(s: Situation): boolean {
  return s.git.complete && s.facts.desired === null && s.facts.unseenCommit === null;
}

/** Absent from the cluster by a complete listing or a DELETED event. */
export function isAbsentFromCluster(s: Situation): boolean {
  return s.cluster.complete && s.facts.actual === null;
}

/** Both sides were read once more since the suspicion arose, Git not earlier than the cluster's change (lifecycle.md §3). */
export function isConfirmed(s: Situation): boolean {
  const since = s.facts.suspectSince;
  if (since === null || s.git.readAt === null) return false;
  const clusterRead = Math.max(s.cluster.readAt ?? 0, s.facts.proofReadAt ?? 0);
  if (s.git.readAt <= since || clusterRead <= since) return false;
  const changedAt = s.facts.actualUpdatedAt ?? 0;
  return s.git.readAt >= changedAt || s.now - since > CONFIRMATION_PATIENCE_MS;
}

/** The grace period of the desired revision has passed. */
export function isPastGrace(s: Situation): boolean {
  return s.facts.desiredUpdatedAt !== null && s.now - s.facts.desiredUpdatedAt >= s.graceMs;
}

/** The last attempt of exactly this desired revision, if any. */
export function attemptOfThisRevision(s: Situation) {
  const attempt = s.facts.deployment;
  return attempt !== null && attempt.revision === s.facts.desiredRevision ? attempt : null;
}

/** The object's deletion is intended or expected: asked for here, or Git dropped the document a moment ago. */
export function isDeletionExpected(s: Situation): boolean {
  const { deletionRequestedAt, gitDropped } = s.facts;
  if (deletionRequestedAt !== null && s.now - deletionRequestedAt < s.graceMs) return true;
  return gitDropped !== null && s.now - gitDropped.at < s.graceMs;
}

/** This desired revision was concluded on before. */
export function isSettled(s: Situation): boolean {
  return s.facts.settledRevision !== null && s.facts.settledRevision === s.facts.desiredRevision;
}
