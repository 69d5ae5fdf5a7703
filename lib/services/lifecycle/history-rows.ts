import type { NewTransitionRow } from '#db/queries/transitions.ts';
import type { Instant } from '#lib/domain/lifecycle/facts.ts';
import type { Plan } from '#lib/domain/lifecycle/plan-transition.ts';
import type { FabricContext } from './fabric-context.ts';
import type { Actor, Chunk, Outcome } from './perform-plans.ts';
import type { Written } from './write-resources.ts';

const WORKER: Actor = { kind: 'system', name: 'lifecycle' };

function contextOf({ facts, situation }: Outcome, requestId: string | undefined): string {
  const { hides = [], releases = [] } = situation.ruleEffect ?? {};
  const rules = [...hides, ...releases].map(({ rule }) => rule.id);
  return JSON.stringify({
    ...(facts.desiredCommit === null ? {} : { commit: facts.desiredCommit }),
    ...(facts.drift === null ? {} : { score: facts.drift.score }),
    ...(rules.length === 0 ? {} : { rules }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

function baseOf({ fabric }: FabricContext, outcome: Outcome, id: number, now: Instant, requestId?: string) {
  return {
    fabricId: fabric.id,
    at: new Date(now),
    resourceId: id,
    ...outcome.identity,
    context: contextOf(outcome, requestId),
    desiredHash: outcome.facts.desired?.contentHash ?? null,
    actualHash: outcome.facts.actual?.documentHash ?? null,
  };
}

/** History of what moved no state and must be known all the same: neither refused nor with a state it led to. */
export function noteRow(
  context: FabricContext,
  actor: Actor,
  outcome: Outcome,
  reason: string,
): NewTransitionRow {
  return {
    ...baseOf(context, outcome, outcome.resourceId ?? 0, outcome.situation.now),
    fromState: outcome.facts.state,
    toState: null,
    trigger: 'edit',
    reason,
    actorKind: actor.kind,
    actor: actor.name,
    refused: false,
    lastedMs: null,
  };
}

/** History of one chunk: a row a step, the person's step under the person, what followed under the system. */
export function historyRows(
  context: FabricContext,
  chunk: Pick<Chunk, 'actor' | 'requestId'>,
  written: readonly Written[],
  now: Instant,
): NewTransitionRow[] {
  return written.flatMap(({ outcome, id }) => {
    const base = baseOf(context, outcome, id, now, chunk.requestId);
    let since = outcome.before.lastStateChange;
    const rows = outcome.plans.map((plan: Plan): NewTransitionRow => {
      const lastedMs = since === null || plan.from === null ? null : now - since;
      since = now;
      const actor = isPersons(plan) ? chunk.actor : chunk.actor.kind === 'system' ? chunk.actor : WORKER;
      return {
        ...base,
        fromState: plan.from,
        toState: plan.to,
        trigger: plan.trigger,
        reason: plan.reason,
        actorKind: actor.kind,
        actor: actor.name,
        refused: false,
        lastedMs,
      };
    });
    const refusal = outcome.refusal;
    if (refusal === null) return rows;
    const refused: NewTransitionRow = {
      ...base,
      fromState: refusal.from,
      toState: null,
      trigger: refusal.trigger,
      reason: refusal.message,
      actorKind: chunk.actor.kind,
      actor: chunk.actor.name,
      refused: true,
      lastedMs: null,
    };
    return [refused, ...rows];
  });
}

const PERSONS_ROWS: ReadonlySet<number | null> = new Set([1, 9, 11, 12, 13, 14]);

function isPersons(plan: Plan): boolean {
  return PERSONS_ROWS.has(plan.row) || plan.trigger === 'create' || plan.trigger === 'import';
}
