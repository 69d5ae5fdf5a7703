import { describe, expect, test } from 'vitest';
import { conclude } from '../lifecycle/conclude.ts';
import type { Situation } from '../lifecycle/situation.ts';
import {
  at,
  attempted,
  but,
  clusterHas,
  clusterLacks,
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
  revision,
  systemOwned,
} from '../lifecycle/testing/situations.ts';
import { drifted, orphaned, synced } from '../lifecycle/testing/six-states.ts';
import type { ExpectedAlert } from './expected-alerts.ts';
import { ALERT_TYPES, expectedAlerts } from './expected-alerts.ts';

/** The alerts once everything was concluded, as the write path asks for them. */
const alertsOf = (s: Situation) => expectedAlerts({ ...s, facts: conclude(s).facts });
const typesOf = (s: Situation) => alertsOf(s).map(({ type }) => type);
const edited = (s: Situation) => but(s, inState('DRAFT'), drafted('z', {}, s.facts.state));

const missing = but(
  drifted,
  clusterLacks(at(1)),
  published('desired_only', { onset: at(1), first: 'not in the cluster' }),
);
const pending = given(inState('PENDING'), gitHas('b'), revision(2, at(0)), published('creation_pending'));
const overdue = but(pending, now(at(GRACE)));
const failed = but(
  pending,
  clusterHas('a'),
  attempted('failed', at(1), 'admission webhook denied: asn 65103 is taken'),
);

describe('a cause and its alert', () => {
  const cases: [string, Situation, ExpectedAlert[]][] = [
    ['in sync', synced, []],
    [
      'drift, with the difference and its writer, and the severity of the drift',
      drifted,
      [
        {
          type: 'drift_detected',
          severity: 'medium',
          message: 'spec.description a → x, changed by kubectl-edit',
        },
      ],
    ],
    [
      'an object that is gone',
      missing,
      [{ type: 'drift_detected', severity: 'critical', message: 'not in the cluster' }],
    ],
    [
      'an orphan',
      orphaned,
      [{ type: 'orphaned_resource', severity: 'high', message: 'in the cluster, not in Git' }],
    ],
    ['an orphan that a deployer may be about to prune', but(orphaned, gitDropped(at(1))), []],
    [
      'an orphan that nobody pruned',
      but(orphaned, gitDropped(at(1)), now(at(1 + GRACE))),
      [{ type: 'orphaned_resource', severity: 'high', message: 'in the cluster, not in Git' }],
    ],
    ['a deletion asked for', but(orphaned, facts({ deletionRequestedAt: at(1) })), []],
    [
      'a deletion asked for that is overdue',
      but(orphaned, facts({ deletionRequestedAt: at(1) }), now(at(1 + GRACE))),
      [
        {
          type: 'deletion_pending',
          severity: 'medium',
          message: 'its deletion was asked for, and it is still in the cluster',
        },
      ],
    ],
    ['a deletion that somebody else began', but(orphaned, clusterHas('a', { deleting: true })), []],
    [
      'a deletion that somebody else began and that does not end',
      but(orphaned, clusterHas('a', { deleting: true }), now(at(GRACE))),
      [
        {
          type: 'deletion_pending',
          severity: 'medium',
          message: 'its deletion was asked for, and it is still in the cluster',
        },
      ],
    ],
    ['a creation within the grace period', pending, []],
    [
      'a creation that is overdue',
      overdue,
      [
        {
          type: 'creation_pending',
          severity: 'medium',
          message: 'in Git, not in the cluster after the grace period',
        },
      ],
    ],
    [
      'an overdue commit that no sync has seen',
      but(overdue, inState('COMMITTED'), facts({ unseenCommit: committed('b') })),
      [],
    ],
    [
      "a refused deployment, in the server's words",
      failed,
      [
        {
          type: 'deployment_failed',
          severity: 'high',
          message: 'admission webhook denied: asn 65103 is taken',
        },
      ],
    ],
    [
      'a refused deployment of which no word is known',
      but(failed, attempted('failed', at(1))),
      [{ type: 'deployment_failed', severity: 'high', message: 'the cluster refused it' }],
    ],
    ['an attempt that could not be made', but(failed, attempted('errored', at(1))), []],
    ['a refused deployment of a revision before', but(failed, revision(3, at(2))), []],
    [
      'two documents that claim the name',
      but(synced, gitHas('a', { stale: 'ambiguous' })),
      [{ type: 'conflict_detected', severity: 'critical', message: 'two documents in Git claim this name' }],
    ],
    ['a file that cannot be read', but(synced, gitHas('a', { stale: 'unreadable' })), []],
    [
      'a lost commit',
      but(synced, inState('DRAFT'), drafted('z', { commitLost: true }, 'SYNCED')),
      [
        {
          type: 'conflict_detected',
          severity: 'critical',
          message: 'the branch was rewritten and lost its commit',
        },
      ],
    ],
  ];

  test.each(cases)('%s', (_, s, expected) => {
    expect(alertsOf(s)).toEqual(expected);
  });

  test('drift without a known difference says so', () => {
    const unnamed = but(drifted, published('spec_drift', { onset: at(1), first: null, writer: null }));
    expect(expectedAlerts(unnamed)[0]?.message).toBe('differs from Git');
  });

  test('an object of the fabric itself that Git dropped differs, and is no orphan', () => {
    const dropped = but(synced, inState('DRIFTED'), systemOwned, gitDropped(at(1)), now(at(1 + GRACE)));
    expect(typesOf(dropped)).toEqual(['drift_detected']);
  });

  test('a suspicion alerts nobody before it is confirmed', () => {
    expect(typesOf(but(synced, clusterHas('x')))).toEqual([]);
    expect(typesOf(but(synced, clusterLacks()))).toEqual([]);
  });

  test('several causes give several alerts', () => {
    expect(typesOf(but(drifted, gitHas('a', { stale: 'ambiguous' })))).toEqual([
      'drift_detected',
      'conflict_detected',
    ]);
  });

  test('every type of the specification is known', () => {
    expect(ALERT_TYPES).toHaveLength(11);
    expect(new Set(ALERT_TYPES).size).toBe(11);
  });
});

describe('alerts follow desired against actual, never the state', () => {
  test.each([
    ['drift', drifted],
    ['a missing object', missing],
    ['an orphan', orphaned],
    ['an overdue creation', overdue],
    ['a refused deployment', failed],
    ['an overdue deletion', but(orphaned, facts({ deletionRequestedAt: at(1) }), now(at(1 + GRACE)))],
  ] as const)('opening a draft over %s resolves no alert', (_, s) => {
    expect(alertsOf(edited(s))).toEqual(alertsOf(s));
    expect(alertsOf(s)).toHaveLength(1);
  });

  test('a draft over what is merely being deployed opens none', () => {
    const deploying = but(pending, clusterHas('a'));
    expect(typesOf(deploying)).toEqual([]);
    expect(typesOf(edited(deploying))).toEqual([]);
  });

  test('a comment-only commit resolves none on its way through COMMITTED', () => {
    const commented = but(
      drifted,
      inState('COMMITTED'),
      gitHas('a', { comment: 'why' }),
      facts({ unseenCommit: committed('a') }),
    );
    expect(alertsOf(commented)).toEqual(alertsOf(drifted));
  });

  test('new content in Git supersedes drift', () => {
    const fresh = but(drifted, gitHas('b'), revision(2, at(2)));
    expect(typesOf(fresh)).toEqual([]);
    expect(typesOf(edited(fresh))).toEqual([]);
  });
});
