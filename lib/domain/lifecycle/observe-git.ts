import type { DesiredFacts, Instant, ResourceFacts } from './facts.ts';

/** What a complete reading of one revision says of a resource. */
export type GitObservation =
  | { kind: 'present'; desired: Omit<DesiredFacts, 'stale'>; commit: string }
  | { kind: 'absent'; commit: string | null }
  | { kind: 'unreadable'; stale: 'ambiguous' | 'unreadable' };

/** What the reading says about history: which commits it contains, and whether the branch was proven rewritten. */
export interface GitAncestry {
  contains: (commit: string) => boolean;
  rewritten: boolean;
}

/**
 * The facts after a Git reading (lifecycle.md §1, §3). An older revision than the commit made here changes nothing;
 * an unreadable file keeps what it gave last; a moved file or a comment is not a change of content.
 */
export function observeGit(
  before: ResourceFacts,
  observation: GitObservation,
  ancestry: GitAncestry,
  now: Instant,
): ResourceFacts {
  const facts = judgeBase(before, ancestry);
  const { unseenCommit, desiredCommit } = facts;
  if (unseenCommit === null || desiredCommit === null || ancestry.contains(desiredCommit)) {
    return take({ ...facts, unseenCommit: null }, observation, now);
  }
  if (!ancestry.rewritten) return facts;
  if (holdsDocument(observation, unseenCommit.documentHash)) {
    return take({ ...facts, unseenCommit: null }, observation, now);
  }
  const taken = take({ ...facts, unseenCommit: null, desiredCommit: null }, observation, now);
  if (taken.draft !== null) return { ...taken, draft: { ...taken.draft, commitLost: true } };
  return { ...taken, lostCommit: unseenCommit };
}

/** Proven to hold this document, or none (null); a file that cannot be read proves nothing. */
function holdsDocument(observation: GitObservation, documentHash: string | null): boolean {
  if (observation.kind === 'unreadable') return false;
  return documentHash === (observation.kind === 'present' ? observation.desired.documentHash : null);
}

function judgeBase(facts: ResourceFacts, ancestry: GitAncestry): ResourceFacts {
  const { draft } = facts;
  if (draft === null || draft.base.commit === null || !ancestry.rewritten) return facts;
  return { ...facts, draft: { ...draft, baseLost: !ancestry.contains(draft.base.commit) } };
}

function take(facts: ResourceFacts, observation: GitObservation, now: Instant): ResourceFacts {
  const held = facts.desired;
  if (observation.kind === 'unreadable') {
    // Nothing that was ever proven to be absent is put in doubt again: what was concluded from that stands.
    if (held === null) return facts.state === null ? { ...facts, gitDoubt: observation.stale } : facts;
    return { ...facts, desired: { ...held, stale: observation.stale } };
  }
  if (observation.kind === 'absent') {
    if (held === null) return facts.gitDoubt === null ? facts : { ...facts, gitDoubt: null };
    return { ...facts, desired: null, gitDropped: { at: now, commit: observation.commit } };
  }
  const desired: DesiredFacts = { ...observation.desired, stale: null };
  if (held !== null && held.contentHash === desired.contentHash) {
    const commit = held.documentHash === desired.documentHash ? facts.desiredCommit : observation.commit;
    return { ...facts, desired, desiredCommit: commit ?? observation.commit };
  }
  return {
    ...facts,
    desired,
    gitDoubt: null,
    desiredRevision: facts.desiredRevision + 1,
    desiredUpdatedAt: now,
    desiredCommit: observation.commit,
    gitDropped: null,
    deletionRequestedAt: null,
  };
}
