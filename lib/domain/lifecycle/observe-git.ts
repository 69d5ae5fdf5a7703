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
  if (observation.kind === 'unreadable') {
    return facts.desired === null
      ? facts
      : { ...facts, desired: { ...facts.desired, stale: observation.stale } };
  }
  const { unseenCommit, desiredCommit } = facts;
  if (unseenCommit === null || desiredCommit === null || ancestry.contains(desiredCommit)) {
    return take({ ...facts, unseenCommit: null }, observation, now);
  }
  if (!ancestry.rewritten) return facts;
  const held = observation.kind === 'present' ? observation.desired.documentHash : null;
  if (held === unseenCommit.documentHash) return take({ ...facts, unseenCommit: null }, observation, now);
  const taken = take({ ...facts, unseenCommit: null, desiredCommit: null }, observation, now);
  if (taken.draft !== null) return { ...taken, draft: { ...taken.draft, commitLost: true } };
  return { ...taken, lostCommit: unseenCommit };
}

function judgeBase(facts: ResourceFacts, ancestry: GitAncestry): ResourceFacts {
  const { draft } = facts;
  if (draft === null || draft.base.commit === null || !ancestry.rewritten) return facts;
  return { ...facts, draft: { ...draft, baseLost: !ancestry.contains(draft.base.commit) } };
}

function take(
  facts: ResourceFacts,
  observation: Exclude<GitObservation, { kind: 'unreadable' }>,
  now: Instant,
): ResourceFacts {
  if (observation.kind === 'absent') {
    if (facts.desired === null) return facts;
    return { ...facts, desired: null, gitDropped: { at: now, commit: observation.commit } };
  }
  const desired: DesiredFacts = { ...observation.desired, stale: null };
  const held = facts.desired;
  if (held !== null && held.contentHash === desired.contentHash) {
    const commit = held.documentHash === desired.documentHash ? facts.desiredCommit : observation.commit;
    return { ...facts, desired, desiredCommit: commit ?? observation.commit };
  }
  return {
    ...facts,
    desired,
    desiredRevision: facts.desiredRevision + 1,
    desiredUpdatedAt: now,
    desiredCommit: observation.commit,
    gitDropped: null,
  };
}
