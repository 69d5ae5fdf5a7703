import type { DraftFacts, PushedDocument, ResourceFacts } from './facts.ts';
import type { Situation } from './situation.ts';

/** What a person's verb brings along: the draft to keep, or the outcome of the push. */
export interface TransitionInput {
  draft?: DraftFacts;
  pushed?: PushedDocument;
}

type Effect = (s: Situation, input: TransitionInput) => ResourceFacts;

/** Desired facts after a push; the revision moves only when the content does. */
const desiredFromPush: Effect = ({ facts, now }, { pushed }) => {
  if (pushed === undefined) return facts;
  const { document, commit, by } = pushed;
  const moved = document !== null && document.contentHash !== facts.desired?.contentHash;
  return {
    ...facts,
    desired: document,
    desiredRevision: moved ? facts.desiredRevision + 1 : facts.desiredRevision,
    desiredUpdatedAt: moved ? now : facts.desiredUpdatedAt,
    desiredCommit: commit,
    unseenCommit: {
      documentHash: document?.documentHash ?? null,
      contentHash: document?.contentHash ?? null,
      by,
    },
    gitDropped: document === null ? { at: now, commit } : null,
    deletionRequestedAt: document === null ? facts.deletionRequestedAt : null,
    draft: null,
  };
};

const draftFromLostCommit: Effect = ({ facts, now }) => {
  const lost = facts.lostCommit;
  if (lost === null) return facts;
  const draft: DraftFacts = {
    deletes: lost.documentHash === null,
    documentHash: lost.documentHash,
    contentHash: lost.contentHash,
    owner: lost.by,
    updatedAt: now,
    base: {
      documentHash: facts.desired?.documentHash ?? null,
      revision: facts.desiredRevision,
      commit: facts.desiredCommit,
    },
    baseLost: false,
    commitLost: true,
  };
  return { ...facts, draft, lostCommit: null, stateBeforeDraft: null };
};

/** What a row changes besides state, reason and timestamp; each a pure function of the situation and the input. */
export const EFFECTS = {
  desired_from_push: desiredFromPush,
  desired_as_in_git: ({ facts }) => ({ ...facts, draft: null, unseenCommit: null }),
  draft_set: ({ facts }, { draft }) =>
    draft === undefined ? facts : { ...facts, draft, stateBeforeDraft: facts.state },
  draft_cleared: ({ facts }) => ({ ...facts, draft: null }),
  draft_from_lost_commit: draftFromLostCommit,
  adopted: ({ facts }) => ({ ...facts, adopted: true }),
  settled: ({ facts }) => ({ ...facts, settledRevision: facts.desiredRevision, adopted: false }),
} as const satisfies Record<string, Effect>;

export type EffectName = keyof typeof EFFECTS;
