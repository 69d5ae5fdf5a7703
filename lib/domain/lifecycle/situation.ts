import type { RuleEffect } from '../drift/rule-effect.ts';
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
  /** What rules that came or ended made of it, where nothing else moved; only words depend on it. */
  ruleEffect?: RuleEffect | null;
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

/** Desired exists, and the object differs or is absent; or the fabric's own object, of which Git has no word any more. */
export function isDiffering(s: Situation): boolean {
  if (s.facts.desired === null) return s.systemOwned && s.facts.actual !== null && isAbsentFromGit(s);
  return s.facts.actual === null || (s.comparison !== null && s.comparison.realCount > 0);
}

/** The cluster side is known to be as recorded at some moment later than `t` (lifecycle.md §3). */
export function isProvenCurrentAfter(s: Situation, t: Instant | null): boolean {
  const proof = Math.max(s.cluster.observedThrough ?? 0, s.facts.proofReadAt ?? 0);
  return proof > (t ?? 0);
}

/** Absent from Git at a synced revision that contains the desired commit. */
export function isAbsentFromGit(s: Situation): boolean {
  const { desired, unseenCommit, gitDoubt } = s.facts;
  return s.git.complete && desired === null && unseenCommit === null && gitDoubt === null;
}

/** Absent from the cluster by a complete listing or a DELETED event. */
export function isAbsentFromCluster(s: Situation): boolean {
  return s.cluster.complete && s.facts.actual === null;
}

/**
 * Both sides were read once more since the suspicion arose, Git not earlier than the cluster's change
 * (lifecycle.md §3); or this drift was confirmed before, under a draft or before a comment-only commit.
 */
export function isConfirmed(s: Situation): boolean {
  if (isDriftStanding(s)) return true;
  const { suspectSince, gitDropped, proofReadAt, actualUpdatedAt } = s.facts;
  if (suspectSince === null || s.git.readAt === null) return false;
  // The reading that found the document gone is the suspicion, not its confirmation.
  const since = Math.max(suspectSince, gitDropped?.at ?? 0);
  const clusterRead = Math.max(s.cluster.readAt ?? 0, proofReadAt ?? 0);
  if (s.git.readAt <= since || clusterRead <= since) return false;
  return s.git.readAt >= (actualUpdatedAt ?? 0) || s.now - suspectSince > CONFIRMATION_PATIENCE_MS;
}

/** Drift that was confirmed and published, and has not ended since, whatever the state was meanwhile. */
export function isDriftStanding(s: Situation): boolean {
  const drift = s.facts.drift;
  return drift !== null && drift.onset !== null && isDiffering(s) && isDeploymentConcluded(s);
}

/** A difference is drift and not a deployment under way (row 5 of lifecycle.md §2, for every state). */
export function isDeploymentConcluded(s: Situation): boolean {
  if (isSettled(s)) return true;
  if (s.facts.actual === null) return false;
  const attempt = attemptOfThisRevision(s);
  if (attempt?.outcome === 'succeeded') return true;
  return attempt?.outcome !== 'failed' && isPastGrace(s);
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

/** Since when the object is to be deleted: asked for here, or already begun by whomever; null when it is not. */
export function deletionSince({ facts }: Situation): Instant | null {
  const { deletionRequestedAt, actual, actualUpdatedAt } = facts;
  return deletionRequestedAt ?? (actual?.deleting === true ? actualUpdatedAt : null);
}

/** The object's deletion is intended, or expected since Git dropped the document within the grace period. */
export function isDeletionExpected(s: Situation): boolean {
  const { gitDropped } = s.facts;
  return deletionSince(s) !== null || (gitDropped !== null && s.now - gitDropped.at < s.graceMs);
}

/** This desired revision was concluded on before. */
export function isSettled(s: Situation): boolean {
  return s.facts.settledRevision !== null && s.facts.settledRevision === s.facts.desiredRevision;
}
