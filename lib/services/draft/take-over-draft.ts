import { appendTransitions } from '#db/queries/transitions.ts';
import type { Database } from '#db/transaction.ts';
import type { ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { ResourceFacts } from '#lib/domain/lifecycle/facts.ts';
import { AppError } from '#lib/errors.ts';
import { requireSandbox } from '../fabric/require-sandbox.ts';
import { loadFabricContext } from '../lifecycle/fabric-context.ts';
import { noteRow } from '../lifecycle/history-rows.ts';
import type { Actor } from '../lifecycle/perform-plans.ts';
import { performPlans } from '../lifecycle/perform-plans.ts';

/**
 * Makes the actor the owner of another person's draft; its text and base stay. `owner` is whom it is taken from.
 * @throws AppError not_found without a draft, refused when it is the actor's already, conflict when it is a third
 *   person's by now or went to Git meanwhile, read_only
 */
export async function takeOverDraft(
  db: Database,
  actor: Actor,
  fabricId: string,
  identity: ResourceIdentity,
  owner: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const context = await loadFabricContext(tx, fabricId, null);
    requireSandbox(context.fabric);
    const observe = (facts: ResourceFacts) => takenOver(facts, actor, owner);
    const [outcome] = await performPlans(tx, context, { actor, changes: [{ identity, observe }] });
    if (outcome?.resourceId == null || outcome.facts.draft === null) {
      throw new AppError('conflict', `The draft of ${identity.kind}/${identity.name} is in Git by now.`);
    }
    await appendTransitions(tx, [noteRow(context, actor, outcome, `Took over the draft of ${owner}`)]);
  });
}

function takenOver(facts: ResourceFacts, actor: Actor, owner: string): ResourceFacts {
  const { identity, draft } = facts;
  const what = `${identity.kind}/${identity.name}`;
  if (draft === null) throw new AppError('not_found', `${what} has no draft that could be taken over.`);
  if (draft.owner === actor.name) throw new AppError('refused', `The draft of ${what} is yours already.`);
  if (draft.owner !== owner) {
    throw new AppError('conflict', `The draft of ${what} is ${draft.owner}'s by now. Look at it again.`);
  }
  return { ...facts, draft: { ...draft, owner: actor.name } };
}
