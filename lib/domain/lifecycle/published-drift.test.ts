import { describe, expect, test } from 'vitest';
import type { Conclusion } from './conclude.ts';
import { conclude } from './conclude.ts';
import type { Situation } from './situation.ts';
import type { Fact } from './testing/situations.ts';
import {
  at,
  attempted,
  but,
  clusterHas,
  clusterLacks,
  clusterUnread,
  committed,
  drafted,
  facts,
  GRACE,
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
} from './testing/situations.ts';
import { drifted, orphaned, pending, synced } from './testing/six-states.ts';

/** What follows once a conclusion is stored, with more facts. */
const follow = (s: Situation, conclusion: Conclusion, ...more: Fact[]) =>
  but({ ...s, facts: conclusion.facts }, ...more);

describe('published drift', () => {
  test.each([
    ['equal', but(synced, published('in_sync')), 'in_sync', null],
    ['PENDING, an older object there', pending, 'spec_drift', null],
    ['PENDING, absent', but(pending, clusterLacks()), 'creation_pending', null],
    ['PENDING, absent, settled before', but(pending, clusterLacks(), settled), 'desired_only', null],
    [
      'COMMITTED, absent',
      given(inState('COMMITTED'), gitHas('a'), facts({ unseenCommit: committed('a') })),
      'creation_pending',
      null,
    ],
    [
      'COMMITTED deletion',
      given(inState('COMMITTED'), clusterHas('a'), facts({ unseenCommit: committed(null) })),
      'deletion_pending',
      null,
    ],
    [
      'a draft over a COMMITTED deletion',
      given(
        inState('DRAFT'),
        clusterHas('a'),
        facts({ unseenCommit: committed(null) }),
        drafted('b', { base: { documentHash: null, revision: 1, commit: 'commit-1' } }, 'COMMITTED'),
      ),
      'deletion_pending',
      null,
    ],
    ['DRIFTED', but(drifted, published('in_sync')), 'spec_drift', at(2)],
    ['ORPHANED', but(orphaned, published('in_sync')), 'actual_only', at(2)],
    ['ORPHANED, dropped within grace', but(orphaned, gitDropped(at(1))), 'deletion_pending', null],
    [
      'ORPHANED, dropped before grace',
      but(orphaned, gitDropped(at(1)), now(at(1 + GRACE))),
      'actual_only',
      at(1),
    ],
    ['ORPHANED, being deleted', but(orphaned, clusterHas('a', { deleting: true })), 'deletion_pending', null],
    [
      'ORPHANED, its deletion asked for, however long ago',
      but(orphaned, facts({ deletionRequestedAt: at(1) }), now(at(100))),
      'deletion_pending',
      null,
    ],
  ] as const)('%s', (_, s, status, onset) => {
    const { facts: concluded, plans } = conclude(s);
    expect(plans).toEqual([]);
    expect(concluded.drift).toMatchObject({ status, onset });
  });

  test('is null only where nothing was ever calculated', () => {
    expect(conclude(given(gitHas('a'), clusterUnread)).facts.drift).toBeNull();
    expect(conclude(given(inState('DRAFT'), drafted('a'), clusterUnread)).facts.drift).toBeNull();
  });

  test('is the very same value while nothing changed, so that no row is written', () => {
    const first = conclude(drifted).facts.drift;
    expect(conclude(but({ ...drifted, facts: conclude(drifted).facts }, now(at(9)))).facts.drift).toBe(first);
  });

  test('stays as it was when both sides are there and could not be compared', () => {
    expect(conclude({ ...drifted, comparison: null }).facts.drift).toBe(drifted.facts.drift);
  });

  test('follows a DRIFTED object to another difference and to its absence, with the first onset', () => {
    const other = conclude(but(drifted, clusterHas('y'), facts({ actualUpdatedAt: at(2) })));
    expect(other.facts.drift).toMatchObject({
      first: 'spec.description a → y',
      onset: at(1),
      checkedAt: at(2),
    });
    const gone = conclude(but(drifted, clusterLacks(at(2))));
    expect(gone.facts).toMatchObject({ state: 'DRIFTED', drift: { status: 'desired_only', onset: at(1) } });
  });

  test('new content in Git supersedes drift: its onset is gone with PENDING', () => {
    const { facts: concluded } = conclude(but(drifted, gitHas('b'), revision(2, at(2))));
    expect(concluded).toMatchObject({ state: 'PENDING', drift: { status: 'spec_drift', onset: null } });
  });
});

describe('drift under a draft', () => {
  const drafting = but(synced, inState('DRAFT'), drafted('z', {}, 'SYNCED'));

  test('that was there before the draft stays published with its onset', () => {
    const over = but(drifted, inState('DRAFT'), drafted('z', {}, 'DRIFTED'));
    expect(conclude(over).facts.drift).toEqual(drifted.facts.drift);
    expect(conclude(over)).toMatchObject({ plans: [], proofWanted: null });
  });

  test('that begins under it is confirmed first, then published', () => {
    const differing = but(drafting, clusterHas('x'), facts({ actualUpdatedAt: at(2) }));
    const suspicion = conclude(differing);
    expect(suspicion).toMatchObject({
      plans: [],
      proofWanted: 'both',
      facts: { suspectSince: at(2), drift: { status: 'in_sync' } },
    });
    const s = follow(differing, suspicion, readAgain(at(3)));
    const confirmed = conclude(s);
    expect(confirmed).toMatchObject({
      plans: [],
      proofWanted: null,
      facts: { state: 'DRAFT', suspectSince: null, drift: { status: 'spec_drift', onset: at(2) } },
    });
    expect(conclude(follow(s, confirmed))).toEqual(confirmed);
  });

  test('ends under it when the object is as Git says again', () => {
    const over = but(drifted, inState('DRAFT'), drafted('z', {}, 'DRIFTED'), clusterHas('a'));
    expect(conclude(over).facts.drift).toMatchObject({ status: 'in_sync', onset: null });
  });

  test('is not what merely waits for its deployment', () => {
    const waiting = but(pending, attempted('failed'), inState('DRAFT'), drafted('z', {}, 'PENDING'));
    expect(conclude(waiting)).toMatchObject({
      proofWanted: null,
      facts: { drift: { status: 'spec_drift', onset: null } },
    });
    const overdue = but(
      pending,
      inState('DRAFT'),
      drafted('z', {}, 'PENDING'),
      published('spec_drift'),
      now(at(2 + GRACE)),
    );
    expect(conclude(overdue)).toMatchObject({ proofWanted: 'both', facts: { drift: { onset: null } } });
    const confirmed = but(overdue, suspected(at(3)), readAgain(at(2 + GRACE)));
    expect(conclude(confirmed).facts.drift).toMatchObject({ status: 'spec_drift', onset: at(3) });
  });

  test('new content in Git supersedes it there too', () => {
    const over = but(drifted, inState('DRAFT'), drafted('z', {}, 'DRIFTED'), gitHas('b'), revision(2, at(2)));
    expect(conclude(over).facts.drift).toMatchObject({ status: 'spec_drift', onset: null });
  });

  test('a document that vanished under it is a deletion first and then only in the cluster', () => {
    const vanished = but(drafting, gitDropped(at(2)));
    expect(conclude(vanished).facts.drift).toMatchObject({ status: 'deletion_pending', onset: null });
    const later = conclude(but(vanished, now(at(2 + GRACE))));
    expect(later.facts).toMatchObject({
      state: 'DRAFT',
      drift: { status: 'actual_only', onset: at(2 + GRACE) },
    });
  });
});
