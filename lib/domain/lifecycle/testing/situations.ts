import type {
  ActualFacts,
  CommittedHere,
  ComparisonSummary,
  DesiredFacts,
  DraftFacts,
  DriftFacts,
  Instant,
  ResourceFacts,
} from '../facts.ts';
import { blankFacts } from '../facts.ts';
import type { Situation } from '../situation.ts';
import type { ResourceState } from '../states.ts';

/** A named fact: what it makes of a situation. */
export type Fact = (s: Situation) => Situation;

const START = Date.UTC(2026, 0, 1);

/** Minutes after the start of every test's clock. */
export const at = (minutes: number): Instant => START + minutes * 60_000;

/** The grace period of every test situation, in minutes. */
export const GRACE = 10;

export const RESOURCE = {
  group: 'wiring.githedgehog.com',
  kind: 'Switch',
  namespace: 'default',
  name: 'leaf-1',
};

/** Content is a letter; a comment makes another document of the same content: `doc('a', 'note')`. */
export const doc = (content: string, comment = '') => `document ${content}${comment && ` # ${comment}`}`;

export function desiredFacts(
  content: string,
  more: Partial<DesiredFacts> & { comment?: string } = {},
): DesiredFacts {
  const { comment, ...rest } = more;
  return {
    contentHash: `content ${content}`,
    documentHash: doc(content, comment),
    apiVersion: 'wiring.githedgehog.com/v1beta1',
    path: 'fabric/leaf-1.yaml',
    documentIndex: 0,
    stale: null,
    ...rest,
  };
}

export function actualFacts(content: string, more: Partial<ActualFacts> = {}): ActualFacts {
  return {
    hash: `live ${content}`,
    documentHash: `object ${content}`,
    uid: 'uid-1',
    apiVersion: 'wiring.githedgehog.com/v1beta1',
    epoch: 1,
    resourceVersion: '100',
    generation: 1,
    systemOwned: false,
    deleting: false,
    ...more,
  };
}

/** A draft of this content, or one that deletes (null). */
export function draftFacts(content: string | null, more: Partial<DraftFacts> = {}): DraftFacts {
  return {
    deletes: content === null,
    documentHash: content === null ? null : doc(content),
    contentHash: content === null ? null : `content ${content}`,
    owner: 'ada',
    updatedAt: at(1),
    base: { documentHash: doc('a'), revision: 1, commit: 'commit-1' },
    baseLost: false,
    commitLost: false,
    ...more,
  };
}

/** What comparing the letters of both sides comes to; null unless both exist. */
export function comparisonOf({ desired, actual }: ResourceFacts): ComparisonSummary | null {
  if (desired === null || actual === null) return null;
  const [wanted, live] = [desired.contentHash.slice('content '.length), actual.hash.slice('live '.length)];
  const same = wanted === live;
  return {
    key: `${desired.contentHash}:${actual.hash}`,
    realCount: same ? 0 : 1,
    hidden: 0,
    score: same ? 0 : 0.25,
    severity: same ? 'none' : 'medium',
    severityReason: null,
    first: same ? null : `spec.description ${wanted} → ${live}`,
    writer: same ? null : 'kubectl-edit',
  };
}

/** A situation from facts by name: both sides were read at minute 1, it is minute 2, nothing else is known. */
export function given(...facts: Fact[]): Situation {
  const start: Situation = {
    facts: blankFacts(RESOURCE),
    git: { connected: true, complete: true, revision: 'commit-1', readAt: at(1) },
    cluster: { complete: true, readAt: at(1), observedThrough: at(1) },
    comparison: null,
    systemOwned: false,
    draftGuard: { checkErrors: 0, approvalsMissing: 0 },
    graceMs: GRACE * 60_000,
    now: at(2),
  };
  return but(start, ...facts);
}

/** The situation with more facts; both sides are compared anew. */
export function but(s: Situation, ...facts: Fact[]): Situation {
  const built = facts.reduce((before, fact) => fact(before), s);
  return { ...built, comparison: comparisonOf(built.facts) };
}

/** Any other facts, as they are. */
export const facts =
  (more: Partial<ResourceFacts>): Fact =>
  (s) => ({ ...s, facts: { ...s.facts, ...more } });

export const inState = (state: ResourceState | null, since: Instant = at(0)) =>
  facts({ state, lastStateChange: state === null ? null : since });

/** Git has this content, as the first revision of it, since minute 0. */
export const gitHas = (content: string, more: Partial<DesiredFacts> & { comment?: string } = {}) =>
  facts({
    desired: desiredFacts(content, more),
    desiredRevision: 1,
    desiredUpdatedAt: at(0),
    desiredCommit: 'commit-1',
  });

export const gitDropped = (when: Instant, commit = 'commit-2') =>
  facts({ desired: null, gitDropped: { at: when, commit } });

export const revision = (desiredRevision: number, desiredUpdatedAt: Instant = at(0)) =>
  facts({ desiredRevision, desiredUpdatedAt });

export const clusterHas = (content: string, more: Partial<ActualFacts> = {}) =>
  facts({ actual: actualFacts(content, more), actualUpdatedAt: at(0) });

export const clusterLacks = (since: Instant = at(0)) => facts({ actual: null, actualUpdatedAt: since });

export const settled: Fact = (s) => facts({ settledRevision: s.facts.desiredRevision })(s);

export const adopted = facts({ adopted: true });

export const drafted = (
  content: string | null,
  more: Partial<DraftFacts> = {},
  before: ResourceState | null = null,
): Fact => facts({ draft: draftFacts(content, more), stateBeforeDraft: before });

/** What a person committed here, that no synced revision has contained yet. */
export const committed = (content: string | null): CommittedHere => ({
  documentHash: content === null ? null : doc(content),
  contentHash: content === null ? null : `content ${content}`,
  by: 'ada',
});

export const attempted =
  (outcome: 'succeeded' | 'failed' | 'errored', when: Instant = at(0), message: string | null = null): Fact =>
  (s) =>
    facts({ deployment: { revision: s.facts.desiredRevision, at: when, outcome, message } })(s);

export const suspected = (since: Instant) => facts({ suspectSince: since });

/** Drift as it was published: of the comparison as it stands, unless more is said. */
export const published =
  (status: DriftFacts['status'], more: Partial<DriftFacts> = {}): Fact =>
  (s) => {
    const oneSide = { key: '', realCount: 1, hidden: 0, score: 1, severity: 'critical' as const };
    const nothing = { severityReason: null, first: null, writer: null, ...oneSide };
    const summary = comparisonOf(s.facts) ?? nothing;
    return facts({ drift: { ...summary, status, onset: null, recentOnsets: [], checkedAt: at(1), ...more } })(
      s,
    );
  };

export const now =
  (now: Instant): Fact =>
  (s) => ({ ...s, now });

export const git =
  (more: Partial<Situation['git']>): Fact =>
  (s) => ({ ...s, git: { ...s.git, ...more } });

export const cluster =
  (more: Partial<Situation['cluster']>): Fact =>
  (s) => ({ ...s, cluster: { ...s.cluster, ...more } });

/** Both sides are read completely once more. */
export const readAgain =
  (when: Instant): Fact =>
  (s) =>
    but(s, git({ readAt: when }), cluster({ readAt: when, observedThrough: when }), now(when + 1));

export const gitUnread = git({ complete: false, revision: null, readAt: null });
export const clusterUnread = cluster({ complete: false, readAt: null, observedThrough: null });
export const systemOwned: Fact = (s) => ({ ...s, systemOwned: true });
