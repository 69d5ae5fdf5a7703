import { databaseNow } from '#db/queries/clock.ts';
import { storeDocuments } from '#db/queries/documents.ts';
import { factsFromRow } from '#db/queries/resource-row.ts';
import type { ResourceRow } from '#db/queries/resources.ts';
import { lockResources } from '#db/queries/resources.ts';
import { appendTransitions } from '#db/queries/transitions.ts';
import type { Tx } from '#db/transaction.ts';
import type { Difference } from '#lib/domain/drift/comparison.ts';
import type { KubernetesObject, ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { identityKey } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isSystemOwned } from '#lib/domain/hedgehog/system-owned.ts';
import type { Conclusion } from '#lib/domain/lifecycle/conclude.ts';
import { conclude } from '#lib/domain/lifecycle/conclude.ts';
import { forgetComparison, isMendedByConcluding } from '#lib/domain/lifecycle/consistency.ts';
import type { TransitionInput } from '#lib/domain/lifecycle/effects.ts';
import type { Instant, ResourceFacts } from '#lib/domain/lifecycle/facts.ts';
import { blankFacts } from '#lib/domain/lifecycle/facts.ts';
import type { Plan, Refusal } from '#lib/domain/lifecycle/plan-transition.ts';
import { planTransition } from '#lib/domain/lifecycle/plan-transition.ts';
import type { ClusterSide, GitSide, Situation } from '#lib/domain/lifecycle/situation.ts';
import type { Trigger } from '#lib/domain/lifecycle/states.ts';
import { AppError } from '#lib/errors.ts';
import type { ContentComparison } from './compare-contents.ts';
import { compareContents } from './compare-contents.ts';
import type { FabricContext } from './fabric-context.ts';
import { historyRows } from './history-rows.ts';
import { runAfterHooks, runBeforeHooks } from './hooks.ts';
import type { Written } from './write-resources.ts';
import { writeResources } from './write-resources.ts';

/** Who is behind a transition. */
export interface Actor {
  kind: 'person' | 'token' | 'system';
  name: string;
}

/** What a person wants of a resource. */
export interface Verb {
  trigger: Trigger;
  input: TransitionInput;
}

/** One resource's part of a chunk: how an observation changes its facts, and what is wanted of it. */
export interface Change {
  identity: ResourceIdentity;
  observe?: (facts: ResourceFacts, now: Instant) => ResourceFacts;
  /** Decided on the facts before `observe`; null when nothing is wanted beyond it. */
  verb?: (before: ResourceFacts, now: Instant) => Verb | null;
  /** The version the wish was decided on; another one is a conflict. */
  expectedVersion?: number;
}

/** A chunk of changes with what was just read, which is newer than what the fabric's row says. */
export interface Chunk {
  actor: Actor;
  changes: readonly Change[];
  git?: GitSide;
  cluster?: ClusterSide;
  trigger?: 'auto_repair';
  /** Texts to store under their hashes, in the same transaction. */
  documents?: ReadonlyMap<string, string>;
  /** Contents at hand, by content hash (desired) or document hash (actual), so that they are not read back. */
  objects?: ReadonlyMap<string, KubernetesObject>;
  requestId?: string;
  /** Decides and logs refusals, but performs nothing: to refuse before the world is asked. */
  rehearsal?: boolean;
}

/** What became of one change. */
export interface Outcome {
  identity: ResourceIdentity;
  resourceId: number | null;
  before: ResourceFacts;
  facts: ResourceFacts;
  plans: Plan[];
  refusal: Refusal | null;
  conclusion: Conclusion;
  /** What it was decided from, with the facts as they are after it. */
  situation: Situation;
  /** What the comparison behind `situation` found, where it was made now. */
  differences: readonly Difference[] | null;
}

interface Item {
  change: Change;
  row: ResourceRow | null;
  before: ResourceFacts;
  observed: ResourceFacts;
  /** Set where the row itself needs mending, or that is what the chunk is for. */
  trigger: 'auto_repair' | null;
}

export const CHUNK_SIZE = 500;

/**
 * The one write path: decides every change of a chunk, and writes states, history and alerts in the caller's
 * transaction. Rows are locked in key order; at most CHUNK_SIZE changes, each of another resource.
 * @throws AppError conflict when a row came or changed meanwhile; nothing is written then.
 */
export async function performPlans(tx: Tx, context: FabricContext, chunk: Chunk): Promise<Outcome[]> {
  if (chunk.changes.length === 0) return [];
  if (chunk.changes.length > CHUNK_SIZE)
    throw new AppError('internal', `A chunk holds at most ${CHUNK_SIZE} changes.`);
  const { items, now } = await loadItems(tx, context, chunk);
  if (chunk.documents !== undefined) await storeDocuments(tx, context.fabric.id, chunk.documents);
  const comparisons = await compareContents(
    tx,
    context,
    items.map((item) => item.observed),
    chunk.objects ?? new Map(),
    now,
  );
  const outcomes = items.map((item) => {
    const compared = comparisons.get(identityKey(item.change.identity)) ?? null;
    return decide(context, chunk, item, compared, now);
  });
  const written = chunk.rehearsal
    ? refusalsOf(outcomes)
    : await writeResources(
        tx,
        context.fabric.id,
        items.map(({ row }) => row),
        outcomes,
        now,
      );
  await appendTransitions(tx, historyRows(context, chunk, written, now));
  // A repair also judges the alerts of what it left alone: they may be all that was wrong.
  const left = chunk.trigger === 'auto_repair' && !chunk.rehearsal ? leftAlone(outcomes, written) : [];
  await runAfterHooks(tx, context, [...written, ...left], now);
  return outcomes;
}

async function loadItems(
  tx: Tx,
  context: FabricContext,
  chunk: Chunk,
): Promise<{ items: Item[]; now: Instant }> {
  const identities = chunk.changes.map((change) => change.identity);
  const rows = await lockResources(tx, context.fabric.id, identities);
  const now = await databaseNow(tx);
  const byKey = new Map(rows.map((row) => [identityKey(row), row]));
  const items = chunk.changes.map((change): Item => {
    const row = byKey.get(identityKey(change.identity)) ?? null;
    if (change.expectedVersion !== undefined && change.expectedVersion !== row?.version) {
      throw new AppError(
        'conflict',
        `${change.identity.kind}/${change.identity.name} was changed meanwhile. Look at it again, then repeat.`,
      );
    }
    const before = row === null ? blankFacts(change.identity) : factsFromRow(row);
    const observed = change.observe?.(before, now) ?? before;
    if (chunk.trigger !== undefined) return { change, row, before, observed, trigger: chunk.trigger };
    // Judged by the sides as they were known with the row: what was just read is no fault of it.
    const isFaulty = change.verb === undefined && isMendedByConcluding(situationOf(context, {}, before, now));
    if (!isFaulty) return { change, row, before, observed, trigger: null };
    return { change, row, before, observed: forgetComparison(observed), trigger: 'auto_repair' };
  });
  return { items, now };
}

function situationOf(
  context: FabricContext,
  chunk: Pick<Chunk, 'git' | 'cluster'>,
  facts: ResourceFacts,
  now: Instant,
): Situation {
  return {
    facts,
    git: chunk.git ?? context.git,
    cluster: chunk.cluster ?? context.cluster(facts.identity),
    comparison: null,
    systemOwned: facts.actual?.systemOwned ?? isSystemOwned(facts.identity),
    draftGuard: { checkErrors: 0, approvalsMissing: 0 },
    graceMs: context.fabric.graceSeconds * 1000,
    now,
  };
}

function decide(
  context: FabricContext,
  chunk: Chunk,
  { change, before, observed, row, trigger }: Item,
  compared: ContentComparison | null,
  now: Instant,
): Outcome {
  const seen = compared?.summary ?? null;
  const ruleEffect = compared?.ruleEffect ?? null;
  const situation = { ...situationOf(context, chunk, observed, now), comparison: seen, ruleEffect };
  const verb = change.verb?.(before, now) ?? null;
  const wish = verb === null ? null : planTransition(situation, verb.trigger, verb.input);
  const planned = wish?.kind === 'plan' ? runBeforeHooks(context, wish) : wish;
  const admit = (plan: Plan) => runBeforeHooks(context, plan).kind === 'plan';
  const facts = planned?.kind === 'plan' ? planned.facts : observed;
  // What was compared before a push says nothing of what was pushed; the Git sync that sees it compares again.
  const comparison = facts.desired?.contentHash === observed.desired?.contentHash ? seen : null;
  const conclusion: Conclusion =
    planned?.kind === 'plan' && planned.to === 'REMOVED'
      ? { facts, plans: [], proofWanted: null, nextCheckAt: null, removed: true }
      : conclude({ ...situation, facts, comparison }, { trigger, admit });
  return {
    identity: change.identity,
    resourceId: row?.id ?? null,
    before,
    facts: conclusion.facts,
    plans: planned?.kind === 'plan' ? [planned, ...conclusion.plans] : conclusion.plans,
    refusal: planned?.kind === 'refusal' ? planned : null,
    conclusion,
    situation: { ...situation, facts: conclusion.facts, comparison },
    differences: comparison === null ? null : (compared?.differences ?? null),
  };
}

function refusalsOf(outcomes: readonly Outcome[]): Written[] {
  return outcomes.flatMap((outcome) =>
    outcome.refusal === null || outcome.resourceId === null
      ? []
      : [{ outcome: { ...outcome, plans: [] }, id: outcome.resourceId, changed: false }],
  );
}

function leftAlone(outcomes: readonly Outcome[], written: readonly Written[]): Written[] {
  const touched = new Set(written.map(({ id }) => id));
  return outcomes.flatMap((outcome) =>
    outcome.resourceId === null || touched.has(outcome.resourceId)
      ? []
      : [{ outcome, id: outcome.resourceId, changed: false }],
  );
}
