import { describe, expect, test } from 'vitest';
import type { Conclusion } from './conclude.ts';
import { conclude } from './conclude.ts';
import type { Situation } from './situation.ts';
import type { Fact } from './testing/situations.ts';
import {
  adopted,
  at,
  attempted,
  but,
  cluster,
  clusterHas,
  clusterLacks,
  clusterUnread,
  committed,
  doc,
  drafted,
  facts,
  GRACE,
  git,
  gitDropped,
  gitHas,
  gitUnread,
  given,
  inState,
  now,
  published,
  readAgain,
  revision,
  suspected,
  systemOwned,
} from './testing/situations.ts';
import { drifted, orphaned, pending, synced } from './testing/six-states.ts';
import { SYSTEM_ROW_ORDER, SYSTEM_TRANSITIONS } from './transitions.ts';

const rowsOf = ({ plans }: Conclusion) => plans.map(({ row, from, to, trigger }) => [row, from, to, trigger]);

/** What follows once a conclusion is stored, with more facts. */
const follow = (s: Situation, conclusion: Conclusion, ...more: Fact[]) =>
  but({ ...s, facts: conclusion.facts }, ...more);

describe('first sight', () => {
  const sides: [string, Fact[], unknown][] = [
    ['only in Git', [gitHas('a')], 'PENDING'],
    ['in both and equal', [gitHas('a'), clusterHas('a')], 'SYNCED'],
    ['in both and different', [gitHas('a'), clusterHas('x')], 'DRIFTED'],
  ];

  test.each(sides)('%s gives the same state in either order of the two readings', (_, both, state) => {
    const gitFirst = given(...both, clusterUnread);
    const clusterFirst = given(...both, gitUnread);
    for (const first of [gitFirst, clusterFirst]) {
      const halfway = conclude(first);
      expect(halfway).toMatchObject({
        facts: { state: null, drift: null },
        plans: [],
        proofWanted: null,
        removed: false,
      });
      const second = conclude(follow(first, halfway, git(given().git), cluster(given().cluster)));
      expect(rowsOf(second)).toEqual([[null, null, state, 'first_sight']]);
      expect(second.facts).toMatchObject({ state, lastStateChange: at(2) });
    }
  });

  test('only in the cluster gives ORPHANED after one more reading of both sides, in either order', () => {
    for (const unread of [gitUnread, clusterUnread]) {
      const first = given(clusterHas('a'), unread);
      expect(conclude(first)).toMatchObject({ proofWanted: null, facts: { suspectSince: null } });
      const seen = follow(first, conclude(first), git(given().git), cluster(given().cluster));
      const suspicion = conclude(seen);
      expect(suspicion).toMatchObject({
        plans: [],
        proofWanted: 'both',
        facts: { state: null, suspectSince: at(2) },
      });
      const confirmed = conclude(follow(seen, suspicion, readAgain(at(3))));
      expect(rowsOf(confirmed)).toEqual([[null, null, 'ORPHANED', 'first_sight']]);
      expect(confirmed.facts.drift).toMatchObject({ status: 'actual_only', score: 1, onset: at(2) });
    }
  });

  test('only in the cluster, of which Git may have a document that cannot be read, gives nothing', () => {
    const doubted = given(clusterHas('a'), facts({ gitDoubt: 'unreadable' }));
    const suspicion = conclude(doubted);
    expect(suspicion).toMatchObject({ plans: [], proofWanted: null, facts: { state: null } });
    const readOnce = follow(doubted, suspicion, readAgain(at(3)));
    expect(conclude(readOnce)).toMatchObject({ plans: [], facts: { state: null, drift: null } });
  });

  test('says what it saw', () => {
    expect(conclude(given(gitHas('a'))).facts.reason).toBe('First seen in Git, not in the cluster');
    expect(conclude(given(gitHas('a'), clusterHas('a'))).facts.reason).toBe(
      'First seen in Git and in the cluster, equal',
    );
    expect(conclude(given(gitHas('a'), clusterHas('x'))).facts.reason).toBe(
      'First seen: spec.description a → x, changed by kubectl-edit',
    );
    const orphan = given(clusterHas('a'), suspected(at(2)), readAgain(at(3)));
    expect(conclude(orphan).facts.reason).toBe('First seen in the cluster, not in Git');
  });

  test('what both readings settle is settled; what is to be deployed is not', () => {
    expect(conclude(given(gitHas('a'), clusterHas('a'))).facts.settledRevision).toBe(1);
    expect(conclude(given(gitHas('a'), clusterHas('x'))).facts.settledRevision).toBe(1);
    expect(conclude(given(gitHas('a'))).facts.settledRevision).toBeNull();
  });

  test('an object of the fabric itself is no orphan, and in Git it is like any other', () => {
    const alone = given(clusterHas('a'), systemOwned, suspected(at(0)), readAgain(at(3)));
    expect(conclude(alone)).toMatchObject({ plans: [], proofWanted: null, facts: { state: null } });
    expect(conclude(given(gitHas('a'), clusterHas('a'), systemOwned)).facts.state).toBe('SYNCED');
  });

  test('two sides that could not be compared give no state', () => {
    const s = { ...given(gitHas('a'), clusterHas('a')), comparison: null };
    expect(conclude(s)).toMatchObject({ plans: [], proofWanted: null, facts: { state: null, drift: null } });
  });

  test('on neither side there is no resource, once both were read', () => {
    expect(conclude(given())).toMatchObject({ plans: [], removed: true });
    expect(conclude(given(clusterUnread)).removed).toBe(false);
    expect(conclude(given(gitUnread)).removed).toBe(false);
  });
});

describe('the rows of the system', () => {
  test('are tried in this order', () => {
    expect(SYSTEM_ROW_ORDER).toEqual([18, 17, 16, 15, 10, 8, 3, 2, 4, 5, 7, 6]);
    expect(SYSTEM_TRANSITIONS.map(({ row }) => row)).toEqual([18, 17, 16, 15, 10, 8, 3, 2, 4, 5, 7, 6]);
  });

  const inGit = given(
    inState('COMMITTED'),
    gitHas('b'),
    revision(2, at(0)),
    facts({ desiredCommit: 'commit-2' }),
  );
  const fires: [number, string, Situation, unknown[][]][] = [
    [
      2,
      'the synced revision contains the commit',
      but(inGit, clusterHas('a')),
      [[2, 'COMMITTED', 'PENDING', 'git_sync']],
    ],
    [
      3,
      'an adopted orphan is what Git now says',
      but(inGit, clusterHas('b'), adopted),
      [[3, 'COMMITTED', 'SYNCED', 'git_sync']],
    ],
    [
      4,
      'the cluster has what Git says',
      but(pending, clusterHas('b'), cluster({ observedThrough: at(3) })),
      [[4, 'PENDING', 'SYNCED', 'deployment']],
    ],
    [
      5,
      'the deployed object differs',
      but(pending, attempted('succeeded', at(2)), suspected(at(3)), readAgain(at(4))),
      [[5, 'PENDING', 'DRIFTED', 'drift_detected']],
    ],
    [
      6,
      'the object differs',
      but(synced, clusterHas('x'), suspected(at(2)), readAgain(at(3))),
      [[6, 'SYNCED', 'DRIFTED', 'drift_detected']],
    ],
    [
      7,
      'the object is as Git says again',
      but(drifted, clusterHas('a')),
      [[7, 'DRIFTED', 'SYNCED', 'drift_resolved']],
    ],
    [
      8,
      'Git brought new content',
      but(synced, gitHas('b'), revision(2, at(2))),
      [[8, 'SYNCED', 'PENDING', 'git_sync']],
    ],
    [
      10,
      'Git sync found the document of an orphan',
      but(orphaned, gitHas('b'), git({ connected: true })),
      [
        [10, 'ORPHANED', 'COMMITTED', 'import'],
        [2, 'COMMITTED', 'PENDING', 'git_sync'],
      ],
    ],
    [
      15,
      'Git dropped the document',
      but(synced, gitDropped(at(1)), suspected(at(1)), readAgain(at(3))),
      [[15, 'SYNCED', 'ORPHANED', 'orphan_detected']],
    ],
    [
      16,
      'both sides are without it',
      but(synced, gitDropped(at(1)), clusterLacks()),
      [[16, 'SYNCED', 'REMOVED', 'removed']],
    ],
    [
      17,
      "Git holds the draft's document",
      given(inState('DRAFT'), gitHas('b'), clusterHas('a'), drafted('b')),
      [
        [17, 'DRAFT', 'COMMITTED', 'git_sync'],
        [2, 'COMMITTED', 'PENDING', 'git_sync'],
      ],
    ],
    [
      18,
      'the branch was rewritten',
      but(inGit, clusterHas('a'), facts({ lostCommit: committed('c') })),
      [[18, 'COMMITTED', 'DRAFT', 'commit_lost']],
    ],
  ];

  test.each(fires)('row %i fires when %s', (_, __, s, expected) => {
    expect(rowsOf(conclude(s))).toEqual(expected);
  });

  test('each of them is here', () => {
    expect(fires.map(([row]) => row).sort((a, b) => a - b)).toEqual(
      [...SYSTEM_ROW_ORDER].sort((a, b) => a - b),
    );
  });

  test.each([
    ['18 before 16', given(inState('COMMITTED'), facts({ lostCommit: committed('c') })), 18],
    ['18 before 2', but(inGit, facts({ lostCommit: committed('c') })), 18],
    [
      '17 before 16, where a deletion was drafted',
      given(inState('DRAFT'), gitDropped(at(1)), drafted(null)),
      17,
    ],
    [
      '16 before 15 is decided by the object',
      but(synced, gitDropped(at(1)), clusterLacks(), suspected(at(1)), readAgain(at(3))),
      16,
    ],
    ['15 before 6', but(synced, gitDropped(at(1)), suspected(at(1)), readAgain(at(3))), 15],
    ['8 before 7', but(drifted, gitHas('b'), clusterHas('b'), revision(2, at(2))), 8],
    [
      '8 before 6',
      but(synced, gitHas('b'), revision(2, at(2)), clusterHas('x'), suspected(at(2)), readAgain(at(3))),
      8,
    ],
    ['3 before 2', but(inGit, clusterHas('b'), adopted), 3],
  ] as const)('%s', (_, s, row) => {
    expect(conclude(s).plans[0]?.row).toBe(row);
  });

  test('a plan that a hook holds is not made, and nothing that would follow it', () => {
    const s = but(orphaned, gitHas('a'));
    expect(rowsOf(conclude(s))).toHaveLength(2);
    const held = conclude(s, { admit: (plan) => plan.row !== 3 });
    expect(rowsOf(held)).toEqual([[10, 'ORPHANED', 'COMMITTED', 'import']]);
    expect(held).toMatchObject({ proofWanted: null, facts: { state: 'COMMITTED' } });
  });

  test('auto_repair stands in for the trigger of every row, with the same conditions', () => {
    for (const [row, , s] of fires) {
      const [first] = conclude(s, { trigger: 'auto_repair' }).plans;
      expect(first).toMatchObject({ row, trigger: 'auto_repair' });
    }
    expect(conclude(but(synced, clusterHas('x')), { trigger: 'auto_repair' }).plans).toEqual([]);
  });

  test('row 6 as a repair gives the reason of the specification', () => {
    const s = but(synced, clusterHas('x'), suspected(at(2)), readAgain(at(3)));
    expect(conclude(s, { trigger: 'auto_repair' }).facts.reason).toBe('Auto-corrected: drift detected');
  });

  test('row 7 was a reconciliation when our own apply of this revision came after the drift', () => {
    const applied = but(drifted, clusterHas('a'), attempted('succeeded', at(1)));
    expect(conclude(applied).plans[0]?.trigger).toBe('reconciliation');
    const atOnce = but(drifted, clusterHas('a'), attempted('succeeded', at(0)));
    expect(conclude(atOnce).plans[0]?.trigger).toBe('reconciliation');
    const before = but(drifted, inState('DRIFTED', at(1)), clusterHas('a'), attempted('succeeded', at(0)));
    expect(conclude(before).plans[0]?.trigger).toBe('drift_resolved');
    const failed = but(drifted, clusterHas('a'), attempted('failed', at(1)));
    expect(conclude(failed).plans[0]?.trigger).toBe('drift_resolved');
  });
});

describe('chains', () => {
  test('full GitOps: committed, seen in Git, deployed', () => {
    const s = given(
      inState('COMMITTED'),
      gitHas('b'),
      revision(2, at(1)),
      facts({ unseenCommit: committed('b') }),
      clusterHas('a'),
    );
    const waiting = conclude(s);
    expect(rowsOf(waiting)).toEqual([]);
    const seen = conclude(follow(s, waiting, facts({ unseenCommit: null })));
    expect(rowsOf(seen)).toEqual([[2, 'COMMITTED', 'PENDING', 'git_sync']]);
    const deployed = conclude(
      follow(s, seen, facts({ unseenCommit: null }), clusterHas('b'), cluster({ observedThrough: at(2) })),
    );
    expect(rowsOf(deployed)).toEqual([[4, 'PENDING', 'SYNCED', 'deployment']]);
    expect(deployed.facts).toMatchObject({
      settledRevision: 2,
      drift: { status: 'in_sync', onset: null, score: 0 },
    });
  });

  test('accepted drift is SYNCED in one go when the cluster side is proven current', () => {
    const s = given(inState('COMMITTED'), gitHas('x'), revision(2, at(0)), clusterHas('x'));
    expect(rowsOf(conclude(s))).toEqual([
      [2, 'COMMITTED', 'PENDING', 'git_sync'],
      [4, 'PENDING', 'SYNCED', 'deployment'],
    ]);
  });

  test('orphan adoption skips PENDING, and waits for one direct read when the object is not proven', () => {
    const s = given(inState('COMMITTED'), gitHas('a'), revision(1, at(2)), adopted, clusterHas('a'));
    const waiting = conclude(s);
    expect(waiting).toMatchObject({ plans: [], proofWanted: 'cluster', facts: { suspectSince: null } });
    const read = conclude(follow(s, waiting, facts({ proofReadAt: at(3) })));
    expect(rowsOf(read)).toEqual([[3, 'COMMITTED', 'SYNCED', 'git_sync']]);
    expect(read.facts).toMatchObject({ adopted: false, settledRevision: 1 });
  });

  test('an adopted orphan that changed meanwhile takes PENDING like everything else', () => {
    const s = given(inState('COMMITTED'), gitHas('b'), adopted, clusterHas('a'));
    expect(rowsOf(conclude(s))).toEqual([[2, 'COMMITTED', 'PENDING', 'git_sync']]);
    expect(conclude(s).facts.adopted).toBe(true);
  });

  test('a commit that only Git knows and the cluster deployed already ends in one go', () => {
    const s = given(inState('DRAFT'), gitHas('b'), revision(2, at(0)), clusterHas('b'), drafted('b'));
    expect(conclude(s).facts).toMatchObject({ state: 'SYNCED', draft: null });
    expect(rowsOf(conclude(s)).map(([row]) => row)).toEqual([17, 2, 4]);
  });

  test('a comment-only commit leaves PENDING at once, healed or not', () => {
    const commented = but(drifted, inState('COMMITTED'), gitHas('a', { comment: 'why' }));
    expect(rowsOf(conclude(commented)).map(([row]) => row)).toEqual([2, 5]);
    expect(conclude(commented).facts).toMatchObject({
      state: 'DRIFTED',
      drift: { onset: at(1), status: 'spec_drift' },
    });
    const healed = but(commented, clusterHas('a'));
    expect(rowsOf(conclude(healed)).map(([row]) => row)).toEqual([2, 4]);
  });

  test('a discarded draft over what drifted meanwhile goes on to DRIFTED without another reading', () => {
    const discarded = but(synced, clusterHas('x'), published('spec_drift', { onset: at(1) }));
    expect(rowsOf(conclude(discarded))).toEqual([[6, 'SYNCED', 'DRIFTED', 'drift_detected']]);
    expect(conclude(discarded).facts.drift?.onset).toBe(at(1));
  });

  test('a removed resource goes in one step, whatever was known of it', () => {
    const s = but(drifted, gitDropped(at(1)), clusterLacks());
    expect(conclude(s)).toMatchObject({ removed: true, proofWanted: null, nextCheckAt: null });
  });
});

describe('what is held back', () => {
  test('an import waits for the sync that sees it, though the cluster has just that', () => {
    const imported = given(
      inState('COMMITTED'),
      gitHas('a'),
      adopted,
      clusterHas('a'),
      facts({ unseenCommit: committed('a') }),
    );
    expect(conclude(imported)).toMatchObject({ plans: [], proofWanted: null });
  });

  test('a comment-only commit is no suspicion of its own before it is seen', () => {
    const commented = but(
      synced,
      inState('COMMITTED'),
      clusterHas('x'),
      facts({ unseenCommit: committed('a') }),
    );
    expect(conclude(commented)).toMatchObject({
      plans: [],
      proofWanted: null,
      facts: { suspectSince: null },
    });
  });

  test('while the repository is not connected nothing committed moves on', () => {
    const s = given(inState('COMMITTED'), gitHas('b'), clusterHas('b'), git({ connected: false }));
    expect(conclude(s)).toMatchObject({ plans: [], proofWanted: null });
    expect(conclude(but(orphaned, gitHas('a'), git({ connected: false }))).plans).toEqual([]);
    expect(conclude(but(s, adopted)).plans).toEqual([]);
  });

  test('what was committed here is neither gone nor new before a revision contains it', () => {
    const deletion = given(
      inState('COMMITTED'),
      clusterHas('a'),
      gitDropped(at(1)),
      facts({ unseenCommit: committed(null) }),
      suspected(at(1)),
      readAgain(at(3)),
    );
    expect(conclude(deletion)).toMatchObject({
      plans: [],
      facts: { drift: { status: 'deletion_pending', onset: null } },
    });
    const gone = but(deletion, clusterLacks());
    expect(conclude(gone)).toMatchObject({ plans: [], removed: false });
    expect(conclude(but(gone, facts({ unseenCommit: null }))).removed).toBe(true);
  });

  test('absence in the cluster is not believed before a complete listing of this epoch', () => {
    expect(conclude(but(synced, gitDropped(at(1)), clusterLacks(), clusterUnread))).toMatchObject({
      plans: [],
      removed: false,
    });
  });

  test('a draft is kept though both sides are without the resource', () => {
    const s = given(inState('DRAFT'), gitDropped(at(1)), drafted('x', {}, 'SYNCED'));
    expect(conclude(s)).toMatchObject({ plans: [], removed: false, facts: { state: 'DRAFT' } });
  });

  test('a draft whose base commit is lost, or that Git holds only by name, is not taken for committed', () => {
    const lost = given(inState('DRAFT'), gitHas('b'), clusterHas('a'), drafted('b', { baseLost: true }));
    expect(conclude(lost).plans).toEqual([]);
    const stale = given(inState('DRAFT'), gitHas('b', { stale: 'ambiguous' }), clusterHas('a'), drafted('b'));
    expect(conclude(stale).plans).toEqual([]);
    const unchanged = given(inState('DRAFT'), gitHas('a'), clusterHas('a'), drafted('a'));
    expect(conclude(unchanged).plans).toEqual([]);
  });

  test('an object of the fabric itself that Git dropped is no orphan: it differs from Git, which is silent', () => {
    const dropped = but(synced, systemOwned, gitDropped(at(1)), suspected(at(1)), readAgain(at(3)));
    expect(rowsOf(conclude(dropped))).toEqual([[6, 'SYNCED', 'DRIFTED', 'drift_detected']]);
    expect(conclude(but(dropped, now(at(GRACE + 2)))).facts.drift).toMatchObject({
      status: 'actual_only',
      onset: at(1),
    });
  });
});

describe('when to look again', () => {
  test.each([
    ['SYNCED', synced, null],
    ['DRIFTED', drifted, null],
    ['ORPHANED', orphaned, null],
    ['PENDING', pending, at(2 + GRACE)],
    ['PENDING past grace', but(pending, now(at(2 + GRACE))), null],
    ['a draft over PENDING', but(pending, inState('DRAFT'), drafted('z', {}, 'PENDING')), at(2 + GRACE)],
    ['an orphan that Git dropped', but(orphaned, gitDropped(at(1))), at(1 + GRACE)],
    ['an orphan that Git dropped long ago', but(orphaned, gitDropped(at(1)), now(at(1 + GRACE))), null],
    [
      'an orphan whose deletion was asked for',
      but(orphaned, facts({ deletionRequestedAt: at(2) })),
      at(2 + GRACE),
    ],
    ['an object that is being deleted', but(synced, clusterHas('a', { deleting: true })), at(GRACE)],
    [
      'both: the earlier of the two',
      but(orphaned, facts({ deletionRequestedAt: at(2) }), gitDropped(at(1))),
      at(1 + GRACE),
    ],
    [
      'a draft whose document vanished',
      but(synced, inState('DRAFT'), drafted('z', {}, 'SYNCED'), gitDropped(at(2))),
      at(2 + GRACE),
    ],
    [
      'a draft that is nowhere else',
      but(synced, inState('DRAFT'), drafted('z', {}, 'SYNCED'), gitDropped(at(2)), clusterLacks()),
      null,
    ],
    ['gone on both sides', but(synced, gitDropped(at(1)), clusterLacks()), null],
  ] as const)('%s', (_, s, expected) => {
    expect(conclude(s).nextCheckAt).toBe(expected);
  });
});

test('row 18 makes the lost commit a draft of its author that discards to what first sight gives', () => {
  const s = given(
    inState('COMMITTED'),
    gitHas('c'),
    revision(3, at(1)),
    clusterHas('a'),
    facts({ lostCommit: committed(null), desiredCommit: 'commit-7' }),
  );
  expect(conclude(s).facts).toMatchObject({
    state: 'DRAFT',
    stateBeforeDraft: null,
    lostCommit: null,
    draft: {
      deletes: true,
      documentHash: null,
      owner: 'ada',
      updatedAt: at(2),
      base: { documentHash: doc('c'), revision: 3, commit: 'commit-7' },
      commitLost: true,
    },
  });
});
