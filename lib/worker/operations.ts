import type { OperationRow } from '#db/queries/operations.ts';
import { contentHash } from '#lib/content-hash.ts';
import { toAppError } from '#lib/errors.ts';
import type { Fencing } from '#lib/services/lifecycle/fabric-context.ts';
import { completePush } from '#lib/services/operation/complete-push.ts';
import {
  endFulfilled,
  endOperation,
  postponeOperation,
  takeOperation,
} from '#lib/services/operation/end-operation.ts';
import type { GitObserver } from './git-observer.ts';
import type { PushPlan } from './plan-push.ts';
import { OperationRefused, planPush } from './plan-push.ts';
import { pushPlan } from './push-plan.ts';
import type { WorkerContext } from './worker-context.ts';

// After this many attempts that could not even ask, a person has to decide.
const MOST_ATTEMPTS = 6;

async function perform(
  context: WorkerContext,
  fencing: Fencing,
  git: GitObserver,
  operation: OperationRow,
  plan: PushPlan,
): Promise<void> {
  const commit = await git.withMirror((open) => pushPlan(open, plan, operation));
  const { identity, trigger, documents, objects } = plan;
  await completePush(context.db, fencing, operation, {
    identity,
    trigger,
    documents,
    objects,
    documentHash: plan.text === null ? null : contentHash(plan.text),
    pushed: { commit, by: operation.actor, document: plan.document(commit) },
  });
}

/**
 * Performs what people asked of the outside world, oldest first. A refusal ends an operation and keeps the draft;
 * a world that cannot be asked is asked again later.
 */
export async function performOperations(
  context: WorkerContext,
  fabricId: string,
  fencing: Fencing,
  git: GitObserver,
): Promise<void> {
  for (;;) {
    const operation = await takeOperation(context.db, fabricId, fencing);
    if (operation === null) return;
    let plan: PushPlan | null = null;
    try {
      plan = await planPush(context, operation);
      if (plan === null) await endFulfilled(context.db, fencing, operation);
      else await perform(context, fencing, git, operation, plan);
    } catch (error) {
      await settle(context, fencing, operation, plan, error);
    }
  }
}

async function settle(
  { db, log }: WorkerContext,
  fencing: Fencing,
  operation: OperationRow,
  plan: PushPlan | null,
  error: unknown,
): Promise<void> {
  const failure = toAppError(error);
  log.warn({ operation: operation.id, code: failure.code, err: failure }, 'an operation did not succeed');
  const { identity } = JSON.parse(operation.request) as Pick<PushPlan, 'identity'>;
  const attempt = { identity: plan?.identity ?? identity, trigger: operation.kind, message: failure.message };
  if (error instanceof OperationRefused) {
    await endOperation(db, fencing, operation, { ...attempt, outcome: 'refused' });
  } else if (operation.attempts >= MOST_ATTEMPTS || failure.code === 'git_credentials') {
    await endOperation(db, fencing, operation, { ...attempt, outcome: 'errored' });
  } else {
    await postponeOperation(db, fencing, operation, failure.message);
  }
}
