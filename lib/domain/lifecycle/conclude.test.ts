import { describe, expect, test } from 'vitest';
import type { Conclusion } from './conclude.ts';
import { conclude } from './conclude.ts';
import type { Situation } from './situation.ts';
import { CONFIRMATION_PATIENCE_MS } from './situation.ts';
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
  comparisonOf,
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
  settled,
  suspected,
  systemOwned,
} from './testing/situations.ts';
import { SYSTEM_ROW_ORDER, SYSTEM_TRANSITIONS } from './transitions.ts';

const rowsOf = ({ plans }: Conclusion) => plans.map(({ row, from, to, trigger }) => [row, from, to, trigger]);

/** What follows once a conclusion is stored, with more facts. */
const follow = (s: Situation, conclusion: Conclusion, ...more: Fact[]) =>
  but({ ...s, facts: conclusion.facts }, ...more);

const synced = given(inState('SYNCED'), gitHas('a'), clusterHas('a'), settled, published('in_sync'));
const drifted = given(
  inState('DRIFTED'),
  gitHas('a'),
  clusterHas('x'),
  settled,
  published('spec_drift', { onset: at(1) }),
);
const pending = given(
  inState('PENDING'),
  gitHas('b'),
  revision(2, at(2)),
  clusterHas('a'),
  facts({ settledRevision: 1 }),
  now(at(3)),
);
const orphaned = given(inState('ORPHANED'), clusterHas('a'), published('actual_only', { onset: at(1) }));

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
    expect(conclude(s)).toMatchObject({ plans: [], facts: { state: null, drift: null } });
  });

  test('on neither side there is no resource, once both were read', () => {
    expect(conclude(given()).removed).toBe(true);
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
    expect(held.facts.state).toBe('COMMITTED');
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

describe('confirmation', () => {
  const differing = but(synced, clusterHas('x'), facts({ actualUpdatedAt: at(2) }));

  test('a difference is a suspicion first: no transition, no published drift, a reading of both sides wanted', () => {
    expect(conclude(differing)).toMatchObject({
      plans: [],
      proofWanted: 'both',
      facts: { state: 'SYNCED', suspectSince: at(2), drift: { status: 'in_sync', onset: null } },
    });
  });

  test('the suspicion keeps its moment until it is confirmed', () => {
    const later = but(differing, suspected(at(2)), now(at(2.5)));
    expect(conclude(later).facts.suspectSince).toBe(at(2));
  });

  const suspicious = but(differing, suspected(at(2)), now(at(2.5)));
  test.each([
    ['neither side read again', false, []],
    ['only Git read again', false, [git({ readAt: at(2.2) })]],
    ['only the cluster listed again', false, [cluster({ readAt: at(2.2) })]],
    ['the object read directly, Git not', false, [facts({ proofReadAt: at(2.2) })]],
    [
      'both read at the very moment of the suspicion',
      false,
      [git({ readAt: at(2) }), cluster({ readAt: at(2) })],
    ],
    [
      'events went on, but nothing was read',
      false,
      [git({ readAt: at(2.2) }), cluster({ observedThrough: at(2.4) })],
    ],
    ['Git and the object read again', true, [git({ readAt: at(2.2) }), facts({ proofReadAt: at(2.2) })]],
    [
      'Git read again and the kind listed again',
      true,
      [git({ readAt: at(2.2) }), cluster({ readAt: at(2.2) })],
    ],
    [
      'Git read before the object changed once more',
      false,
      [git({ readAt: at(2.2) }), facts({ proofReadAt: at(2.4), actualUpdatedAt: at(2.3) })],
    ],
  ] as const)('%s: confirmed %s', (_, confirmed, more) => {
    const conclusion = conclude(but(suspicious, ...more));
    expect(conclusion.plans.map(({ row }) => row)).toEqual(confirmed ? [6] : []);
    expect(conclusion.proofWanted).toBe(confirmed ? null : 'both');
  });

  test('a suspicion is spent by its transition, and the onset is the first observation', () => {
    const { facts: concluded } = conclude(but(suspicious, readAgain(at(3))));
    expect(concluded).toMatchObject({
      state: 'DRIFTED',
      suspectSince: null,
      drift: { status: 'spec_drift', onset: at(2), checkedAt: at(3) + 1 },
    });
  });

  test('a fighting writer cannot hide behind ever new changes', () => {
    const since = at(2);
    const fight = (moment: number) =>
      but(
        suspicious,
        git({ readAt: moment - 2000 }),
        facts({ proofReadAt: moment, actualUpdatedAt: moment - 1000 }),
        now(moment),
      );
    expect(conclude(fight(since + CONFIRMATION_PATIENCE_MS)).plans).toEqual([]);
    expect(conclude(fight(since + CONFIRMATION_PATIENCE_MS + 1)).plans.map(({ row }) => row)).toEqual([6]);
  });

  test('a suspicion ends without a word when the cause is gone', () => {
    expect(conclude(but(suspicious, clusterHas('a')))).toMatchObject({
      plans: [],
      proofWanted: null,
      facts: { suspectSince: null, drift: { status: 'in_sync', onset: null } },
    });
  });

  test('new content in Git ends the suspicion: the deployer was faster than our poll', () => {
    const fetched = but(
      suspicious,
      gitHas('x'),
      revision(2, at(2.4)),
      git({ readAt: at(2.4) }),
      facts({ proofReadAt: at(2.45) }),
    );
    expect(rowsOf(conclude(fetched)).map(([row]) => row)).toEqual([8, 4]);
    expect(conclude(fetched).facts.suspectSince).toBeNull();
  });

  test('the reading that finds a document gone does not confirm an orphan, though it confirms a suspicion of drift', () => {
    const dropped = but(suspicious, readAgain(at(3)), gitDropped(at(3) + 1));
    expect(conclude(dropped)).toMatchObject({
      plans: [],
      proofWanted: 'both',
      facts: { suspectSince: at(2) },
    });
    expect(conclude(but(dropped, readAgain(at(4)))).plans.map(({ row }) => row)).toEqual([15]);
  });

  test('an object that vanished is confirmed like any other difference', () => {
    const vanished = but(synced, clusterLacks(at(2)));
    expect(conclude(vanished)).toMatchObject({
      plans: [],
      proofWanted: 'both',
      facts: { drift: { status: 'in_sync' } },
    });
    const confirmed = conclude(but(vanished, suspected(at(2)), readAgain(at(3))));
    expect(rowsOf(confirmed)).toEqual([[6, 'SYNCED', 'DRIFTED', 'drift_detected']]);
    expect(confirmed.facts.drift).toMatchObject({ status: 'desired_only', score: 1, severity: 'critical' });
  });
});

describe('proof of the cluster side', () => {
  const equal = but(pending, clusterHas('b'));

  test('equal but not proven waits for a direct read', () => {
    expect(conclude(equal)).toMatchObject({
      plans: [],
      proofWanted: 'cluster',
      facts: { suspectSince: null },
    });
  });

  test.each([
    ['a mark at the very moment of the change', false, cluster({ observedThrough: at(2) })],
    ['a later mark', true, cluster({ observedThrough: at(2) + 1 })],
    ['a direct read at the very moment', false, facts({ proofReadAt: at(2) })],
    ['a later direct read', true, facts({ proofReadAt: at(2) + 1 })],
  ] as const)('%s proves it: %s', (_, proven, proof) => {
    expect(conclude(but(equal, proof)).plans.map(({ row }) => row)).toEqual(proven ? [4] : []);
  });

  test('after a deployment, drift needs a reading later than the attempt', () => {
    const s = but(
      pending,
      attempted('succeeded', at(5)),
      suspected(at(3)),
      git({ readAt: at(6) }),
      cluster({ readAt: at(4), observedThrough: at(4) }),
      now(at(6)),
    );
    expect(conclude(s)).toMatchObject({ plans: [], proofWanted: 'cluster' });
    expect(conclude(but(s, facts({ proofReadAt: at(5) + 1 }))).plans.map(({ row }) => row)).toEqual([5]);
  });
});

describe('waiting for a deployment', () => {
  const late = at(2 + GRACE);
  const ready = [suspected(at(3)), git({ readAt: late }), cluster({ readAt: late, observedThrough: late })];

  test.each([
    ['no attempt is known and the grace period runs', false, [now(late - 1)]],
    ['no attempt is known and the grace period passed', true, [now(late)]],
    [
      'the attempt succeeded, whatever the time',
      true,
      [
        attempted('succeeded', at(2)),
        now(at(4)),
        git({ readAt: at(4) }),
        cluster({ readAt: at(4), observedThrough: at(4) }),
      ],
    ],
    ['the attempt failed, however long ago', false, [attempted('failed', at(2)), now(late)]],
    ['the attempt errored, so none is known', true, [attempted('errored', at(2)), now(late)]],
    [
      'an attempt of an older revision says nothing',
      false,
      [facts({ deployment: { revision: 1, at: at(2), outcome: 'succeeded', message: null } }), now(late - 1)],
    ],
    [
      'this revision was settled before',
      true,
      [settled, now(at(4)), git({ readAt: at(4) }), cluster({ readAt: at(4), observedThrough: at(4) })],
    ],
    [
      'the object is absent and the revision never was settled',
      false,
      [clusterLacks(), attempted('succeeded', at(2)), now(late)],
    ],
    ['the object is absent and the revision was settled', true, [clusterLacks(), settled, now(late)]],
  ] as const)('%s: drift %s', (_, isDrift, more) => {
    const conclusion = conclude(but(pending, ...ready, ...more));
    expect(conclusion.plans.map(({ row }) => row)).toEqual(isDrift ? [5] : []);
  });

  test('drift that is concluded settles the revision, so that row 8 does not undo it', () => {
    const { facts: concluded, plans } = conclude(but(pending, ...ready, now(late)));
    expect(plans).toHaveLength(1);
    expect(concluded).toMatchObject({ state: 'DRIFTED', settledRevision: 2, adopted: false });
  });

  test('a newer revision that arrives meanwhile changes facts, not the state', () => {
    expect(conclude(but(pending, gitHas('c'), revision(3, at(3)))).plans).toEqual([]);
  });
});

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

test('the comparison of the builder is the one of the letters', () => {
  expect(comparisonOf(synced.facts)?.realCount).toBe(0);
  expect(comparisonOf(drifted.facts)?.realCount).toBe(1);
  expect(comparisonOf(orphaned.facts)).toBeNull();
});
