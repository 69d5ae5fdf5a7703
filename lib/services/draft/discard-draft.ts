import type { Database } from '#db/transaction.ts';
import type { ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { AppError } from '#lib/errors.ts';
import { requireSandbox } from '../fabric/require-sandbox.ts';
import { loadFabricContext } from '../lifecycle/fabric-context.ts';
import type { Actor } from '../lifecycle/perform-plans.ts';
import { performPlans } from '../lifecycle/perform-plans.ts';
import { requireOwner } from './draft-owner.ts';

/**
 * Throws a draft away (row 14); what is shown then is concluded from the facts in the same transaction.
 * The text stays readable in the history's documents. @throws AppError refused, forbidden for a draft of another person, read_only
 */
export async function discardDraft(
  db: Database,
  actor: Actor,
  fabricId: string,
  identity: ResourceIdentity,
): Promise<void> {
  const refusal = await db.transaction(async (tx) => {
    const context = await loadFabricContext(tx, fabricId, null);
    requireSandbox(context.fabric);
    const [outcome] = await performPlans(tx, context, {
      actor,
      changes: [
        {
          identity,
          verb: (before) => {
            requireOwner(actor, before, 'discard');
            return { trigger: 'discard', input: {} };
          },
        },
      ],
    });
    return outcome?.refusal ?? null;
  });
  if (refusal !== null) throw new AppError('refused', refusal.message);
}
