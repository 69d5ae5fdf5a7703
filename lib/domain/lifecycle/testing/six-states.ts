import type { TransitionInput } from '../effects.ts';
import type { DraftFacts, PushedDocument } from '../facts.ts';
import type { Fact } from './situations.ts';
import {
  at,
  but,
  cluster,
  clusterHas,
  clusterLacks,
  committed,
  desiredFacts,
  drafted,
  draftFacts,
  facts,
  gitDropped,
  gitHas,
  given,
  inState,
  now,
  published,
  readAgain,
  revision,
  settled,
  suspected,
} from './situations.ts';

/** The outcome of pushing this content, or its deletion (null). */
export const push = (content: string | null): PushedDocument => ({
  commit: '4f2a91c07',
  by: 'ada',
  document: content === null ? null : desiredFacts(content),
});

/** What an edit brings. */
export const edit: TransitionInput = { draft: draftFacts('z') };

/** The base of a draft of what Git does not have. */
export const fresh: Partial<DraftFacts> = { base: { documentHash: null, revision: 0, commit: null } };

// One calm situation a state: nothing follows from any of them.
export const draft = given(
  inState('DRAFT'),
  gitHas('a'),
  clusterHas('a'),
  settled,
  drafted('b', {}, 'SYNCED'),
);
export const committedB = given(
  inState('COMMITTED'),
  gitHas('b'),
  revision(2, at(1)),
  facts({ desiredCommit: 'commit-2', unseenCommit: committed('b') }),
  clusterHas('a'),
);
export const pending = given(
  inState('PENDING'),
  gitHas('b'),
  revision(2, at(2)),
  clusterHas('a'),
  facts({ settledRevision: 1 }),
  now(at(3)),
);
export const synced = given(inState('SYNCED'), gitHas('a'), clusterHas('a'), settled, published('in_sync'));
export const drifted = given(
  inState('DRIFTED'),
  gitHas('a'),
  clusterHas('x'),
  settled,
  published('spec_drift', { onset: at(1) }),
);
export const orphaned = given(
  inState('ORPHANED'),
  clusterHas('a'),
  published('actual_only', { onset: at(1) }),
);

export const seen = facts({ unseenCommit: null });
export const proven = cluster({ observedThrough: at(3) });
export const confirmed: Fact = (s) => but(s, suspected(at(3)), readAgain(at(4)));
export const gone: Fact = (s) => but(s, gitDropped(at(1)), clusterLacks());
export const dropped: Fact = (s) => but(s, gitDropped(at(1)), confirmed);
