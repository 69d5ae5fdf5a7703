import { isConflicted } from './facts.ts';
import type { Situation } from './situation.ts';
import {
  attemptOfThisRevision,
  isAbsentFromCluster,
  isAbsentFromGit,
  isConfirmed,
  isDeploymentConcluded,
  isDiffering,
  isEqual,
  isPastGrace,
  isProvenCurrentAfter,
  isSettled,
} from './situation.ts';

interface Condition {
  /** What is said when it does not hold: why not, and what would make it hold. */
  unmet: string;
  holds: (s: Situation) => boolean;
  /** True when one more reading could make it hold; the worker then goes and reads. */
  proof?: 'cluster' | 'both';
}

const differsFromGit = (s: Situation) => {
  const { draft, desired } = s.facts;
  if (draft === null) return false;
  return draft.deletes ? desired !== null : draft.documentHash !== (desired?.documentHash ?? null);
};

const gitHoldsDraft = (s: Situation) => {
  const { draft, desired } = s.facts;
  if (draft === null || draft.baseLost || !s.git.complete) return false;
  if (draft.deletes) return draft.base.documentHash !== null && desired === null;
  return (
    desired !== null &&
    desired.stale === null &&
    desired.documentHash === draft.documentHash &&
    desired.documentHash !== draft.base.documentHash
  );
};

/** Every condition that a row of the transition table can ask for, by name. */
export const CONDITIONS = {
  draft_exists: { unmet: 'there is no draft', holds: (s) => s.facts.draft !== null },
  draft_gone: { unmet: 'the draft is still there', holds: (s) => s.facts.draft === null },
  draft_differs: { unmet: 'the draft is the same as what Git has', holds: differsFromGit },
  draft_parses: {
    unmet: 'the draft cannot be read as YAML; correct it first',
    holds: (s) => s.facts.draft !== null && (s.facts.draft.deletes || s.facts.draft.contentHash !== null),
  },
  draft_not_conflicted: {
    unmet: 'the document changed in Git under the draft; rebase the draft first',
    holds: (s) => s.facts.draft !== null && !isConflicted(s.facts),
  },
  draft_checked: {
    unmet: 'a check of the draft found an error; correct it first',
    holds: (s) => s.draftGuard.checkErrors === 0,
  },
  draft_approved: {
    unmet: 'an approval that the fabric asks for is missing',
    holds: (s) => s.draftGuard.approvalsMissing === 0,
  },
  git_holds_draft: { unmet: "Git does not hold exactly the draft's document", holds: gitHoldsDraft },
  repository_connected: {
    unmet: 'the repository is not connected; test its connection first',
    holds: (s) => s.git.connected,
  },
  commit_contained: {
    unmet: 'no synced revision contains the commit yet; sync Git first',
    holds: (s) => s.git.complete && s.facts.unseenCommit === null,
  },
  commit_proven_lost: {
    unmet: 'the commit is not proven to be gone from the branch',
    holds: (s) => s.facts.lostCommit !== null,
  },
  desired_exists: { unmet: 'it is not in Git', holds: (s) => s.facts.desired !== null },
  absent_from_git: { unmet: 'it is in Git', holds: isAbsentFromGit },
  actual_exists: { unmet: 'it is not in the cluster', holds: (s) => s.facts.actual !== null },
  absent_from_cluster: { unmet: 'it is in the cluster', holds: isAbsentFromCluster },
  adopted: { unmet: 'it was not adopted from the cluster', holds: (s) => s.facts.adopted },
  not_waiting_for_read: {
    unmet: 'it waits for one direct read of the object',
    holds: (s) => !(s.facts.adopted && isEqual(s) && !isProvenCurrentAfter(s, s.facts.desiredUpdatedAt)),
  },
  equal: { unmet: 'the cluster does not have what Git says', holds: isEqual },
  differing: { unmet: 'the cluster has exactly what Git says', holds: isDiffering },
  proven_current: {
    unmet: 'the cluster has not been read since Git changed',
    holds: (s) => isProvenCurrentAfter(s, s.facts.desiredUpdatedAt),
    proof: 'cluster',
  },
  proven_after_attempt: {
    unmet: 'the cluster has not been read since the deployment',
    holds: (s) => isProvenCurrentAfter(s, attemptOfThisRevision(s)?.at ?? null),
    proof: 'cluster',
  },
  deployment_concluded: {
    unmet: 'the deployment is still expected: nothing was applied yet and the grace period runs',
    holds: isDeploymentConcluded,
  },
  confirmed: {
    unmet: 'both sides must be read once more before this is concluded',
    holds: isConfirmed,
    proof: 'both',
  },
  revision_not_settled: { unmet: 'Git brought no new content', holds: (s) => !isSettled(s) },
  not_system_owned: { unmet: 'the fabric itself owns this object', holds: (s) => !s.systemOwned },
  state_before_known: {
    unmet: 'what it is without the draft is not known before both sides were read completely and compared',
    holds: (s) => {
      const { stateBeforeDraft, desired, actual } = s.facts;
      if (stateBeforeDraft !== null || (desired === null && actual === null)) return true;
      const comparable = desired === null || actual === null || s.comparison !== null;
      return s.git.complete && s.cluster.complete && comparable;
    },
  },
  deployment_resolved: {
    // Follows what is said of PENDING: that its deployment must be resolved first.
    unmet: 'wait for its outcome or the end of the grace period',
    holds: (s) => {
      const attempt = attemptOfThisRevision(s);
      return (attempt !== null && attempt.outcome !== 'succeeded') || isPastGrace(s);
    },
  },
} as const satisfies Record<string, Condition>;

export type ConditionName = keyof typeof CONDITIONS;

/** The condition under its name; widened so that `proof` can be asked of each. */
export function conditionOf(name: ConditionName): Condition {
  return CONDITIONS[name];
}
