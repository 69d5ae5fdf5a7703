import { describe, expect, test } from 'vitest';
import type { Conclusion } from './conclude.ts';
import { conclude } from './conclude.ts';
import { CONFIRMATION_PATIENCE_MS, isDiffering } from './situation.ts';
import {
  at,
  attempted,
  but,
  cluster,
  clusterHas,
  clusterLacks,
  committed,
  facts,
  GRACE,
  git,
  gitDropped,
  gitHas,
  now,
  readAgain,
  revision,
  settled,
  suspected,
  systemOwned,
} from './testing/situations.ts';
import { pending, synced } from './testing/six-states.ts';

const rowsOf = ({ plans }: Conclusion) => plans.map(({ row, from, to, trigger }) => [row, from, to, trigger]);

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
    [
      'Git read at the very moment, the cluster later',
      false,
      [git({ readAt: at(2) }), cluster({ readAt: at(2.2) })],
    ],
    [
      'Git read later, the cluster at the very moment',
      false,
      [git({ readAt: at(2.2) }), cluster({ readAt: at(2) })],
    ],
    [
      'Git read as the object changed',
      true,
      [git({ readAt: at(2.2) }), facts({ proofReadAt: at(2.3), actualUpdatedAt: at(2.2) })],
    ],
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

  test('a confirmed suspicion is kept while only the cluster side is to be proven', () => {
    const s = but(pending, attempted('succeeded', at(5)), suspected(at(3)), readAgain(at(4)));
    const waiting = conclude(s);
    expect(waiting).toMatchObject({ plans: [], proofWanted: 'cluster', facts: { suspectSince: at(3) } });
    const read = but({ ...s, facts: waiting.facts }, facts({ proofReadAt: at(6) }), now(at(6)));
    expect(conclude(read).plans.map(({ row }) => row)).toEqual([5]);
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

describe('differing', () => {
  const dropped = but(synced, gitDropped(at(1)));

  test.each([
    ['an object that Git dropped', dropped, false],
    ['an object of the fabric itself that Git dropped', but(dropped, systemOwned), true],
    ['nothing, of the fabric itself', but(dropped, systemOwned, clusterLacks()), false],
    [
      'a deletion that no sync has seen',
      but(dropped, systemOwned, facts({ unseenCommit: committed(null) })),
      false,
    ],
    ['two sides that could not be compared', { ...synced, comparison: null }, false],
    ['two equal sides', synced, false],
    ['two unequal sides', but(synced, clusterHas('x')), true],
    ['an object that is missing', but(synced, clusterLacks()), true],
  ] as const)('%s: %s', (_, s, expected) => {
    expect(isDiffering(s)).toBe(expected);
  });
});
