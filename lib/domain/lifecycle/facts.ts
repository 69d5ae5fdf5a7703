import type { ResourceIdentity } from '../hedgehog/kubernetes-object.ts';
import type { DriftStatus, ResourceState, Severity } from './states.ts';

/** Milliseconds since the epoch on the database's clock, the only clock that decides anything. */
export type Instant = number;

/** What Git says of a resource at the synced revision, or what was committed here and is not yet seen there. */
export interface DesiredFacts {
  /** Hash of the canonical content: spec and declared labels and annotations. */
  contentHash: string;
  /** Hash of the document's text, comments included. */
  documentHash: string;
  apiVersion: string;
  path: string;
  documentIndex: number;
  /** Why these are the last good facts and not the present ones; null while Git reads well. */
  stale: 'ambiguous' | 'unreadable' | null;
}

/** What the cluster says of a resource. */
export interface ActualFacts {
  /** Hash over uid, spec, labels, annotations and field ownership; a status update leaves it alone. */
  hash: string;
  /** Hash of the stored object as it was read. */
  documentHash: string;
  uid: string;
  apiVersion: string;
  epoch: number;
  resourceVersion: string;
  generation: number;
  deleting: boolean;
  /** The fabric itself owns the object (a system kind, or an ownerReference): never an orphan. */
  systemOwned: boolean;
}

/** An uncommitted edit: a document as it would stand in Git, or the wish to delete it. */
export interface DraftFacts {
  deletes: boolean;
  /** Hash of the text as typed; null for a draft that deletes. */
  documentHash: string | null;
  /** Hash of what the text parses to; null when it does not parse, or deletes. */
  contentHash: string | null;
  owner: string;
  updatedAt: Instant;
  /** The document it started from; `documentHash` null when Git had none. */
  base: { documentHash: string | null; revision: number; commit: string | null };
  /** True once the branch was rewritten and is proven not to hold the base commit. */
  baseLost: boolean;
  /** True when the commit before it was lost in a rewrite: the draft holds or covers what was committed. */
  commitLost: boolean;
}

/** A document as it was committed here, or its deletion (both hashes null). */
export interface CommittedHere {
  documentHash: string | null;
  contentHash: string | null;
  by: string;
}

/** The outcome of a push: the commit, and the document as it now stands in Git (null when it was removed). */
export interface PushedDocument {
  commit: string;
  by: string;
  document: DesiredFacts | null;
}

export type DeploymentOutcome = 'succeeded' | 'failed' | 'errored';

/** The last attempt to apply a desired revision, by us. */
export interface DeploymentFacts {
  revision: number;
  at: Instant;
  outcome: DeploymentOutcome;
  message: string | null;
}

/** What comparing desired and actual content came to, and what it was made from. */
export interface ComparisonSummary {
  /** Made from (desired hash, actual hash, rules and catalogue version); the same key is never compared again. */
  key: string;
  realCount: number;
  /** Differences that ignore rules hide. */
  hidden: number;
  score: number;
  severity: Severity;
  severityReason: string | null;
  /** The worst difference in one line, e.g. `spec.asn 65103 → 65199`. */
  first: string | null;
  writer: string | null;
}

/** The published drift of a resource. `onset` is when it left in_sync. */
export interface DriftFacts extends ComparisonSummary {
  status: DriftStatus;
  checkedAt: Instant;
  onset: Instant | null;
  /** The latest onsets, the oldest first, this one included; what flapping is concluded from. */
  recentOnsets: readonly Instant[];
}

/** Everything known of one resource; `state` is concluded from the rest and null until both sides were read. */
export interface ResourceFacts {
  identity: ResourceIdentity;
  state: ResourceState | null;
  stateBeforeDraft: ResourceState | null;
  reason: string | null;
  lastStateChange: Instant | null;

  desired: DesiredFacts | null;
  /** Counts changes of desired content, across absences, so that A, B, A is three. */
  desiredRevision: number;
  desiredUpdatedAt: Instant | null;
  desiredCommit: string | null;
  /** What was committed here while no synced revision has contained that commit; null once one has. */
  unseenCommit: CommittedHere | null;
  /** Set by rows 10 and 11, cleared when settled. */
  adopted: boolean;
  /** Why Git may hold a document of it although none could be read; null while there is one, or its absence is proven. */
  gitDoubt: DesiredFacts['stale'];
  /** When and in which commit Git dropped the document; null while it has one. */
  gitDropped: { at: Instant; commit: string | null } | null;
  /** What was committed here and a proven rewrite took away; row 18 makes it a draft again. */
  lostCommit: CommittedHere | null;
  settledRevision: number | null;

  actual: ActualFacts | null;
  actualUpdatedAt: Instant | null;
  /** When the object itself was last read directly. */
  proofReadAt: Instant | null;

  draft: DraftFacts | null;
  deployment: DeploymentFacts | null;
  deletionRequestedAt: Instant | null;

  drift: DriftFacts | null;
  /** Since when the facts point to a row that must be confirmed by one more reading of both sides. */
  suspectSince: Instant | null;
}

/** A resource of which nothing is known yet. */
export function blankFacts(identity: ResourceIdentity): ResourceFacts {
  return {
    identity,
    state: null,
    stateBeforeDraft: null,
    reason: null,
    lastStateChange: null,
    desired: null,
    desiredRevision: 0,
    desiredUpdatedAt: null,
    desiredCommit: null,
    unseenCommit: null,
    adopted: false,
    gitDoubt: null,
    gitDropped: null,
    lostCommit: null,
    settledRevision: null,
    actual: null,
    actualUpdatedAt: null,
    proofReadAt: null,
    draft: null,
    deployment: null,
    deletionRequestedAt: null,
    drift: null,
    suspectSince: null,
  };
}

/** True when the document under the draft is no longer the one it was based on; such a draft cannot be committed. */
export function isConflicted(facts: ResourceFacts): boolean {
  if (facts.draft === null) return false;
  const current = facts.desired?.documentHash ?? null;
  return facts.draft.base.documentHash !== current && facts.draft.documentHash !== current;
}

/**
 * The document that a save replaces, by its hash: the draft's, else Git's; null when there is neither.
 * A draft that deletes has no document, so it has a word of its own.
 */
export function standingDocument({ draft, desired }: ResourceFacts): string | null {
  if (draft === null) return desired?.documentHash ?? null;
  return draft.deletes ? 'deletion' : draft.documentHash;
}

/** The state, or the one under the draft: opening a draft changes nothing of what holds between Git and the cluster. */
export function stateUnderDraft(facts: ResourceFacts): ResourceState | null {
  return facts.state === 'DRAFT' ? facts.stateBeforeDraft : facts.state;
}
