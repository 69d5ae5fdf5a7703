import type { Conclusion } from '../conclude.ts';
import { conclude } from '../conclude.ts';
import type { TransitionInput } from '../effects.ts';
import type { DraftFacts, Instant, ResourceFacts } from '../facts.ts';
import { blankFacts } from '../facts.ts';
import type { ClusterObservation } from '../observe-cluster.ts';
import { observeCluster } from '../observe-cluster.ts';
import type { GitObservation } from '../observe-git.ts';
import { observeGit } from '../observe-git.ts';
import type { Plan } from '../plan-transition.ts';
import { planTransition } from '../plan-transition.ts';
import type { Situation } from '../situation.ts';
import type { Trigger } from '../states.ts';
import {
  actualFacts,
  at,
  but,
  clusterUnread,
  desiredFacts,
  doc,
  GRACE,
  gitUnread,
  given,
  RESOURCE,
} from './situations.ts';

/** A document of the only resource of this world. */
export interface Doc {
  content: string;
  comment: string;
}

interface Commit {
  id: string;
  ancestors: ReadonlySet<string>;
  document: Doc | null;
}

/** One decision: what was known before, what was planned, what is known after. */
export interface Step {
  cause: string;
  before: ResourceFacts;
  plans: Plan[];
  conclusion: Conclusion;
  situation: Situation;
}

interface Fetch {
  commit: Commit;
  startedAt: Instant;
}

const desiredOf = (document: Doc) => desiredFacts(document.content, { comment: document.comment });

/**
 * A Git branch, a cluster and the facts that the write path would hold of one resource. Observations take what the
 * world is like at that moment, or was like when the fetch began; `steps` tells every decision.
 */
export class World {
  now: Instant = at(0);
  situation: Situation = given(gitUnread, clusterUnread);
  object: { content: string; uid: string; resourceVersion: number } | null = null;
  steps: Step[] = [];
  private commits = 0;
  private head: Commit = { id: 'c0', ancestors: new Set(['c0']), document: null };
  private synced: Commit | null = null;
  private pushes: { id: string; at: Instant }[] = [];
  private fetching: Fetch | null = null;
  private resourceVersion = 0;
  private uids = 0;
  private epoch = 1;

  get facts(): ResourceFacts {
    return this.situation.facts;
  }

  get document(): Doc | null {
    return this.head.document;
  }

  wait(minutes: number): void {
    this.now += Math.round(minutes * 60_000);
  }

  /** Another hand commits. */
  commitElsewhere(document: Doc | null): void {
    this.head = this.commitOn(this.head, document);
  }

  /** Another hand rewrites the branch to this document. */
  rewrite(document: Doc | null): void {
    this.head = this.commitOn(null, document);
  }

  private commitOn(parent: Commit | null, document: Doc | null): Commit {
    const id = `c${++this.commits}`;
    return { id, ancestors: new Set([...(parent?.ancestors ?? []), id]), document };
  }

  /** Another hand, or a deployer, changes the object. */
  change(content: string | null): void {
    this.resourceVersion++;
    if (content === null) this.object = null;
    else {
      const uid = this.object?.uid ?? `uid-${++this.uids}`;
      this.object = { content, uid, resourceVersion: this.resourceVersion };
    }
  }

  /** The cluster is another one, or was restored: nothing read before says anything of it. */
  beginEpoch(): void {
    this.epoch++;
    this.resourceVersion = 1;
    if (this.object !== null) this.object = { ...this.object, resourceVersion: 1 };
    this.situation = but(this.situation, clusterUnread);
  }

  beginFetch(): void {
    this.now++;
    this.fetching ??= { commit: this.head, startedAt: this.now };
  }

  /** The reading of the fetch that began is recorded; one that began before the one held is dropped. */
  endFetch(outcome: 'read' | 'failed' | 'unreadable' | 'ambiguous' = 'read'): void {
    const fetch = this.fetching;
    this.fetching = null;
    if (fetch === null || outcome === 'failed') {
      this.decide(`git ${outcome}`);
      return;
    }
    const { commit, startedAt } = fetch;
    const behind = this.pushes.some((push) => push.at < startedAt && !commit.ancestors.has(push.id));
    const rewritten = behind || (this.synced !== null && !commit.ancestors.has(this.synced.id));
    const ancestry = { contains: (id: string) => commit.ancestors.has(id), rewritten };
    const observation = observationOf(commit, outcome);
    this.synced = commit;
    this.pushes = this.pushes.filter((push) => push.at >= startedAt);
    const git = { ...this.situation.git, complete: true, revision: commit.id, readAt: startedAt };
    this.situation = { ...this.situation, git };
    this.decide(`git ${outcome}`, (facts) => observeGit(facts, observation, ancestry, this.now));
  }

  private presence(): ClusterObservation {
    if (this.object === null) {
      return { kind: 'absent', epoch: this.epoch, resourceVersion: `${this.resourceVersion}` };
    }
    const { content, uid, resourceVersion } = this.object;
    const more = { uid, epoch: this.epoch, resourceVersion: `${resourceVersion}` };
    return { kind: 'present', actual: actualFacts(content, more) };
  }

  private observe(cause: string, observation: ClusterObservation, read: Partial<Situation['cluster']>): void {
    this.situation = { ...this.situation, cluster: { ...this.situation.cluster, ...read } };
    this.decide(cause, (facts) => observeCluster(facts, observation, this.now));
  }

  list(): void {
    const readAt = ++this.now;
    this.observe('list', this.presence(), { complete: true, readAt, observedThrough: readAt });
  }

  watch(): void {
    if (!this.situation.cluster.complete) return;
    this.observe('watch', this.presence(), { observedThrough: ++this.now });
  }

  /** A direct read proves the object as it is; absence only where none was held. */
  read(): void {
    const readAt = ++this.now;
    const observation = this.presence();
    this.decide('read', (facts) => {
      if (observation.kind === 'absent')
        return facts.actual === null ? { ...facts, proofReadAt: readAt } : facts;
      return { ...observeCluster(facts, observation, this.now), proofReadAt: readAt };
    });
  }

  connect(connected: boolean): void {
    this.situation = { ...this.situation, git: { ...this.situation.git, connected } };
    this.decide('connection');
  }

  evaluate(trigger: 'auto_repair' | null = null): void {
    this.decide('evaluate', undefined, undefined, trigger);
  }

  /** Edits, or saves the draft that is there. */
  edit(document: Doc | null, rebase: boolean): void {
    const { desired, desiredRevision, desiredCommit, draft, state } = this.facts;
    const current = {
      documentHash: desired?.documentHash ?? null,
      revision: desiredRevision,
      commit: desiredCommit,
    };
    const written: DraftFacts = {
      deletes: document === null,
      documentHash: document === null ? null : doc(document.content, document.comment),
      contentHash: document === null ? null : desiredOf(document).contentHash,
      owner: 'ada',
      updatedAt: this.now,
      base: draft === null || rebase ? current : draft.base,
      baseLost: rebase ? false : (draft?.baseLost ?? false),
      commitLost: draft?.commitLost ?? false,
    };
    if (draft !== null) this.decide('save', (facts) => ({ ...facts, draft: written }));
    else this.verb(state === null ? 'create' : 'edit', { draft: written });
  }

  discard(): void {
    this.verb('discard');
  }

  /** Pushes when the verb is admitted and the branch holds what it was decided on; a lost save leaves the push. */
  push(trigger: 'commit' | 'accept_drift' | 'import', saved: boolean): void {
    const document = trigger === 'commit' ? this.drafted() : this.cleaned();
    if (document === undefined) return;
    const commit = this.commitOn(this.head, document);
    const pushed = { commit: commit.id, by: 'ada', document: document === null ? null : desiredOf(document) };
    const wish = planTransition(but({ ...this.situation, now: this.now }), trigger, { pushed });
    const held = this.head.document === null ? null : desiredOf(this.head.document).documentHash;
    const moved = held !== (this.facts.desired?.documentHash ?? null);
    if (wish.kind === 'refusal' || moved) {
      this.verb(trigger);
      return;
    }
    this.head = commit;
    this.pushes.push({ id: commit.id, at: this.now });
    if (saved) this.verb(trigger, { pushed });
  }

  private drafted(): Doc | null | undefined {
    const { draft } = this.facts;
    if (draft === null) return undefined;
    if (draft.documentHash === null) return null;
    const [, content = '', comment = ''] = /^document (\S+)(?: # (.*))?$/.exec(draft.documentHash) ?? [];
    return { content, comment };
  }

  private cleaned(): Doc | null {
    const { actual } = this.facts;
    return actual === null ? null : { content: actual.hash.slice('live '.length), comment: '' };
  }

  /** We apply what we hold as desired. */
  deploy(outcome: 'succeeded' | 'failed' | 'errored'): void {
    const { desired, desiredRevision } = this.facts;
    if (desired === null) return;
    if (outcome === 'succeeded') this.change(desired.contentHash.slice('content '.length));
    const deployment = { revision: desiredRevision, at: ++this.now, outcome, message: null };
    this.decide('deploy', (facts) => ({ ...facts, deployment }));
  }

  requestDeletion(): void {
    if (this.facts.state !== 'ORPHANED') return;
    this.decide('deletion requested', (facts) => ({ ...facts, deletionRequestedAt: this.now }));
  }

  /** Git and cluster are read again and again until nothing is left to be proven, past every grace period. */
  settle(): void {
    this.connect(true);
    for (const minutes of [1, 1, GRACE + 1, 1, 1]) {
      this.wait(minutes);
      this.fetching = null;
      this.beginFetch();
      this.endFetch();
      this.list();
    }
  }

  private verb(trigger: Trigger, input: TransitionInput = {}): void {
    this.decide(trigger, undefined, { trigger, input });
  }

  private decide(
    cause: string,
    observe: (facts: ResourceFacts) => ResourceFacts = (facts) => facts,
    verb?: { trigger: Trigger; input: TransitionInput },
    trigger: 'auto_repair' | null = null,
  ): void {
    this.now++;
    const before = this.facts;
    const observed = but({ ...this.situation, now: this.now, facts: observe(before) });
    const wish = verb === undefined ? null : planTransition(observed, verb.trigger, verb.input);
    const planned = wish?.kind === 'plan' ? [wish] : [];
    const decided = but({ ...observed, facts: planned[0]?.facts ?? observed.facts });
    const conclusion = conclude(decided, { trigger });
    const plans = [...planned, ...conclusion.plans];
    const situation = but({ ...decided, facts: conclusion.facts });
    this.steps.push({ cause, before, plans, conclusion, situation });
    const removed = conclusion.removed || plans.some(({ to }) => to === 'REMOVED');
    this.situation = removed ? { ...situation, facts: blankFacts(RESOURCE), comparison: null } : situation;
  }
}

function observationOf(commit: Commit, outcome: 'read' | 'unreadable' | 'ambiguous'): GitObservation {
  if (outcome !== 'read' && commit.document !== null) return { kind: 'unreadable', stale: outcome };
  if (commit.document === null) return { kind: 'absent', commit: commit.id };
  const { stale: _, ...desired } = desiredOf(commit.document);
  return { kind: 'present', desired, commit: commit.id };
}
