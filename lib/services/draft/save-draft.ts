import type { Database } from '#db/transaction.ts';
import type { KubernetesObject, ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { DraftFacts, Instant, ResourceFacts } from '#lib/domain/lifecycle/facts.ts';
import { standingDocument } from '#lib/domain/lifecycle/facts.ts';
import { AppError } from '#lib/errors.ts';
import { requireSandbox } from '../fabric/require-sandbox.ts';
import { loadFabricContext } from '../lifecycle/fabric-context.ts';
import type { Actor, Change, Outcome } from '../lifecycle/perform-plans.ts';
import { performPlans } from '../lifecycle/perform-plans.ts';
import { requireOwner } from './draft-owner.ts';
import type { ParsedDraft } from './parse-draft.ts';
import { parseDraft } from './parse-draft.ts';

/** What the editor saves: the document's text, or the wish to delete the document. */
export interface DraftInput {
  fabricId: string;
  identity: ResourceIdentity;
  /** Null for a draft that deletes. */
  text: string | null;
  /** True for a resource that is to be new: it must not exist. */
  create: boolean;
  /** Starts again from the document as Git has it now, or from nothing when Git has none: the rebase was done by hand. */
  rebased?: boolean;
  /** What this save replaces, as `standingDocument` names it; left out by scripts that replace whatever is there. */
  standsOn?: string | null;
}

export interface SavedDraft {
  resourceId: number;
  /** What the next save stands on. */
  standsOn: string | null;
  problems: ParsedDraft['problems'];
}

/**
 * Saves a draft. The first save that differs is the `edit` (rows 11 to 13) or `create`; later ones change the draft only.
 * @throws AppError refused when the state forbids it, forbidden when the draft is another person's,
 *   conflict when what it stands on is not what is there, read_only, invalid_input when the text names another resource.
 */
export async function saveDraft(db: Database, actor: Actor, input: DraftInput): Promise<SavedDraft> {
  const { fabricId, identity } = input;
  const parsed = input.text === null ? null : parseDraft(identity, input.text);
  const outcome = await db.transaction(async (tx) => {
    const context = await loadFabricContext(tx, fabricId, null);
    requireSandbox(context.fabric);
    const [result] = await performPlans(tx, context, {
      actor,
      changes: [changeFor(actor, input, parsed)],
      ...(parsed === null ? {} : contentsOf(parsed)),
    });
    return result;
  });
  return savedOf(identity, outcome, parsed);
}

function contentsOf({ text, documentHash, content }: ParsedDraft) {
  const documents = new Map([[documentHash, text]]);
  const objects = new Map<string, KubernetesObject>();
  if (content !== null) {
    documents.set(content.hash, JSON.stringify(content.object));
    objects.set(content.hash, content.object);
  }
  return { documents, objects };
}

function changeFor(actor: Actor, input: DraftInput, parsed: ParsedDraft | null): Change {
  const { identity } = input;
  return {
    identity,
    observe: (facts, now) => {
      if (facts.draft === null) return facts;
      requireOwner(actor, facts, 'save');
      requireGround(input, facts, parsed);
      return { ...facts, draft: draftOf(facts, actor, parsed, now, input.rebased === true) };
    },
    verb: (before, now) => {
      if (before.draft !== null) return null;
      if (!input.create && before.state === null && before.desired === null && before.actual === null) {
        throw new AppError('not_found', `There is no ${identity.kind}/${identity.name} in this fabric.`);
      }
      if (parsed !== null && parsed.documentHash === before.desired?.documentHash) return null;
      requireGround(input, before, parsed);
      const draft = draftOf(before, actor, parsed, now, true);
      return { trigger: input.create ? 'create' : 'edit', input: { draft } };
    },
  };
}

/** Nobody's text is replaced unseen: a second tab, another person or Git may have been faster. */
function requireGround({ standsOn, create }: DraftInput, facts: ResourceFacts, parsed: ParsedDraft | null) {
  const { identity, draft } = facts;
  const present = standingDocument(facts);
  // `create` has its own refusal, and the same text twice is one save whose answer was lost.
  if (standsOn === undefined || standsOn === present || (create && draft === null)) return;
  if (draft !== null && present === (parsed === null ? 'deletion' : parsed.documentHash)) return;
  const what = `${identity.kind}/${identity.name}`;
  throw new AppError('conflict', `${whatChanged(what, facts)} Choose which of the two holds.`, {
    details: { cause: 'other_text' },
  });
}

function whatChanged(what: string, { draft, desired }: ResourceFacts): string {
  if (draft !== null) {
    return `${draft.owner} saved another draft of ${what} at ${new Date(draft.updatedAt).toISOString().slice(0, 19).replace('T', ' ')} UTC.`;
  }
  return desired === null
    ? `The draft of ${what} is gone, and Git has no document of it.`
    : `The document of ${what} is another now: Git changed it, or the draft was discarded.`;
}

function draftOf(
  facts: ResourceFacts,
  actor: Actor,
  parsed: ParsedDraft | null,
  now: Instant,
  fromPresent: boolean,
): DraftFacts {
  const held = facts.draft;
  const present = {
    documentHash: facts.desired?.documentHash ?? null,
    revision: facts.desiredRevision,
    commit: facts.desiredCommit,
  };
  return {
    deletes: parsed === null,
    documentHash: parsed?.documentHash ?? null,
    contentHash: parsed?.content?.hash ?? null,
    owner: actor.name,
    updatedAt: now,
    base: held === null || fromPresent ? present : held.base,
    baseLost: held === null || fromPresent ? false : held.baseLost,
    commitLost: held?.commitLost ?? false,
  };
}

function savedOf(
  identity: ResourceIdentity,
  outcome: Outcome | undefined,
  parsed: ParsedDraft | null,
): SavedDraft {
  if (outcome?.refusal) throw new AppError('refused', outcome.refusal.message);
  if (outcome?.resourceId == null) {
    throw new AppError(
      'refused',
      `Nothing differs from the document in Git of ${identity.kind}/${identity.name}: there is nothing to save.`,
    );
  }
  return {
    resourceId: outcome.resourceId,
    standsOn: standingDocument(outcome.facts),
    problems: parsed?.problems ?? [],
  };
}
