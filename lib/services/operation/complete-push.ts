import { eq } from 'drizzle-orm';
import { requestGitSyncRow } from '#db/queries/fabrics.ts';
import type { OperationRow } from '#db/queries/operations.ts';
import { finishOperation } from '#db/queries/operations.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import type { Database, Tx } from '#db/transaction.ts';
import type { KubernetesObject, ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { DraftFacts, PushedDocument, ResourceFacts } from '#lib/domain/lifecycle/facts.ts';
import type { Trigger } from '#lib/domain/lifecycle/states.ts';
import type { FabricContext, Fencing } from '../lifecycle/fabric-context.ts';
import { loadFabricContext } from '../lifecycle/fabric-context.ts';
import { notifyFabric } from '../lifecycle/hooks.ts';
import type { Actor, Change, Verb } from '../lifecycle/perform-plans.ts';
import { performPlans } from '../lifecycle/perform-plans.ts';

/** A push that went through, with what it wrote. */
export interface CompletedPush {
  identity: ResourceIdentity;
  trigger: Trigger;
  pushed: PushedDocument;
  /** Text hash of what stands in Git now; null when the document was removed. */
  documentHash: string | null;
  documents: ReadonlyMap<string, string>;
  objects: ReadonlyMap<string, KubernetesObject>;
}

/**
 * Records a push that succeeded: the transition, the tip that is now known, and the operation's end, all or nothing.
 * When the next Git sync was faster (row 17), only the operation ends. What was typed since the push began is an edit
 * of what was pushed; a draft that was discarded meanwhile leaves it to the next sync to say what Git has.
 */
export async function completePush(
  db: Database,
  fencing: Fencing,
  operation: OperationRow,
  push: CompletedPush,
): Promise<void> {
  const { fabricId } = operation;
  const actor: Actor = { kind: operation.actorKind, name: operation.actor };
  await db.transaction(async (tx) => {
    const context = await loadFabricContext(tx, fabricId, fencing);
    const { identity, trigger, pushed, documentHash, documents, objects } = push;
    const [outcome] = await performPlans(tx, context, {
      actor,
      documents,
      objects,
      changes: [
        {
          identity,
          observe: (facts) =>
            isRecorded(facts, documentHash) ? facts : { ...facts, draft: asPushed(facts.draft, push) },
          verb: (before) => (isRecorded(before, documentHash) ? null : { trigger, input: { pushed } }),
        },
      ],
    });
    const typed = outcome?.before.draft ?? null;
    const wasPushed = outcome?.plans.some((plan) => plan.trigger === trigger) === true;
    if (typed !== null && typed.documentHash !== documentHash)
      await keepTyped(tx, context, identity, typed, wasPushed);
    await tx
      .update(fabrics)
      .set({ gitKnownTip: pushed.commit, gitRewoundTip: null })
      .where(eq(fabrics.id, fabricId));
    await requestGitSyncRow(tx, fabricId);
    await finishOperation(tx, operation.id, 'succeeded', { commit: pushed.commit });
    await notifyFabric(tx, fabricId, ['operations']);
  });
}

/** The facts hold what was pushed already: a sync was faster, or the same was asked for twice. */
function isRecorded({ desired, draft }: ResourceFacts, documentHash: string | null): boolean {
  if ((desired?.documentHash ?? null) !== documentHash) return false;
  return draft === null || draft.documentHash !== documentHash;
}

/** The draft as it was when it was pushed, whatever has been typed since. */
function asPushed(
  draft: DraftFacts | null,
  { pushed: { document }, documentHash }: CompletedPush,
): DraftFacts | null {
  if (draft === null) return null;
  const contentHash = document?.contentHash ?? null;
  return { ...draft, deletes: documentHash === null, documentHash, contentHash };
}

/** Puts back what was typed since the push began: as an edit of what was pushed, or, where nothing was recorded, as it was. */
async function keepTyped(
  tx: Tx,
  context: FabricContext,
  identity: ResourceIdentity,
  typed: DraftFacts,
  wasPushed: boolean,
): Promise<void> {
  const edit = ({ desired, desiredRevision, desiredCommit }: ResourceFacts): Verb => {
    const documentHash = desired?.documentHash ?? null;
    const base = { documentHash, revision: desiredRevision, commit: desiredCommit };
    return { trigger: 'edit', input: { draft: { ...typed, base, baseLost: false } } };
  };
  const change: Change = wasPushed
    ? { identity, verb: edit }
    : { identity, observe: (facts) => ({ ...facts, draft: typed }) };
  await performPlans(tx, context, { actor: { kind: 'person', name: typed.owner }, changes: [change] });
}
