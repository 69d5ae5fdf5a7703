import { wakeWorker } from '#db/queries/fabrics.ts';
import { factsFromRow } from '#db/queries/resource-row.ts';
import { lockResources } from '#db/queries/resources.ts';
import { operations } from '#db/schema/operations.ts';
import type { Database, Tx } from '#db/transaction.ts';
import type { OperationKind } from '#lib/domain/fabric/operation.ts';
import type { ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { ResourceFacts } from '#lib/domain/lifecycle/facts.ts';
import type { Trigger } from '#lib/domain/lifecycle/states.ts';
import { AppError } from '#lib/errors.ts';
import { requireSandbox } from '../fabric/require-sandbox.ts';
import type { FabricContext } from '../lifecycle/fabric-context.ts';
import { loadFabricContext } from '../lifecycle/fabric-context.ts';
import { notifyFabric } from '../lifecycle/hooks.ts';
import type { Actor } from '../lifecycle/perform-plans.ts';
import { performPlans } from '../lifecycle/perform-plans.ts';

/** What a commit is bound to: exactly this draft, whatever is typed afterwards. */
export interface CommitRequest {
  draftHash: string | null;
  message: string | null;
}

/** Nothing was pushed yet: asks whether every other condition of the verb holds, and logs the refusal if not. */
async function refuseEarly(
  tx: Tx,
  context: FabricContext,
  actor: Actor,
  identity: ResourceIdentity,
  trigger: Trigger,
): Promise<string | null> {
  const dryRun = { commit: '', by: actor.name, document: null };
  const probe = await performPlans(tx, context, {
    actor,
    changes: [{ identity, verb: () => ({ trigger, input: { pushed: dryRun } }) }],
    rehearsal: true,
  });
  return probe[0]?.refusal?.message ?? null;
}

async function request(
  db: Database,
  actor: Actor,
  fabricId: string,
  identity: ResourceIdentity,
  kind: OperationKind,
  trigger: Trigger,
  bind: (facts: ResourceFacts) => object,
): Promise<string> {
  const answer = await db.transaction(async (tx) => {
    const context = await loadFabricContext(tx, fabricId, null);
    requireSandbox(context.fabric);
    const [row] = await lockResources(tx, fabricId, [identity]);
    if (row === undefined)
      throw new AppError('not_found', `There is no ${identity.kind}/${identity.name} in this fabric.`);
    const refusal = await refuseEarly(tx, context, actor, identity, trigger);
    if (refusal !== null) return { refusal };
    const [operation] = await tx
      .insert(operations)
      .values({
        fabricId,
        kind,
        resourceId: row.id,
        actorKind: actor.kind,
        actor: actor.name,
        request: JSON.stringify({ identity, ...bind(factsFromRow(row)) }),
      })
      .returning({ id: operations.id });
    await wakeWorker(tx, fabricId);
    await notifyFabric(tx, fabricId, ['operations']);
    return { id: operation?.id ?? '' };
  });
  if (answer.refusal !== undefined) throw new AppError('refused', answer.refusal);
  return answer.id;
}

/**
 * Asks the worker to commit a draft and push it (row 1). Returns the operation's id; its outcome is read from there.
 * @throws AppError refused with the unmet condition, read_only, not_found
 */
export function requestCommit(
  db: Database,
  actor: Actor,
  fabricId: string,
  identity: ResourceIdentity,
  message: string | null,
): Promise<string> {
  return request(db, actor, fabricId, identity, 'commit', 'commit', (facts): CommitRequest => {
    return { draftHash: facts.draft?.documentHash ?? null, message };
  });
}

/** Asks the worker to write an orphan into Git as minimal YAML (row 10). @throws as `requestCommit` */
export function requestImport(
  db: Database,
  actor: Actor,
  fabricId: string,
  identity: ResourceIdentity,
): Promise<string> {
  return request(db, actor, fabricId, identity, 'import', 'import', (facts) => ({
    actualHash: facts.actual?.documentHash ?? null,
  }));
}
