import { describe, expect, test } from 'vitest';
import type { AlertType } from '../alert/expected-alerts.ts';
import { conclude } from './conclude.ts';
import type { InconsistencyCode, Repair, StoredBeside } from './consistency.ts';
import { findInconsistencies, INCONSISTENCY_CODES } from './consistency.ts';
import type { Situation } from './situation.ts';
import {
  at,
  attempted,
  but,
  clusterHas,
  clusterLacks,
  clusterUnread,
  committed,
  doc,
  drafted,
  facts,
  GRACE,
  gitDropped,
  given,
  inState,
  now,
  published,
  readAgain,
} from './testing/situations.ts';
import { committedB, draft, drifted, gone, orphaned, pending, synced } from './testing/six-states.ts';

const codesOf = (s: Situation, beside?: StoredBeside) =>
  findInconsistencies(s, beside).map(({ code }) => code);
const open = (...openAlerts: AlertType[]): StoredBeside => ({ openAlerts });
const missing = (...hashes: string[]): StoredBeside => ({ missingDocuments: new Set(hashes) });

/** What the repair comes to: both sides are read again where needed, then all is concluded with auto_repair. */
function repaired(s: Situation): Situation {
  const again = (before: Situation, minutes: number) => {
    const read = but(before, readAgain(s.now + minutes * 60_000));
    return but({ ...read, facts: conclude(read, { trigger: 'auto_repair' }).facts });
  };
  return again(again(s, 1), 2);
}

const cases: [InconsistencyCode, string, Situation, StoredBeside, Repair | null][] = [
  [
    'committed_without_desired',
    'a commit of a document',
    but(committedB, facts({ desired: null })),
    {},
    'reread_git',
  ],
  ['synced_without_actual', 'SYNCED', but(synced, clusterLacks()), {}, 'conclude'],
  ['drift_never_calculated', 'SYNCED', but(synced, facts({ drift: null })), {}, 'recompare'],
  ['drift_never_calculated', 'DRIFTED', but(drifted, facts({ drift: null })), {}, 'recompare'],
  [
    'synced_with_drift',
    'a score of 0.11',
    but(synced, clusterHas('x'), published('spec_drift', { score: 0.11 }), clusterHas('a')),
    {},
    'conclude',
  ],
  [
    'synced_with_small_drift',
    'a score of 0.1',
    but(synced, published('spec_drift', { score: 0.1 })),
    {},
    'recompare',
  ],
  [
    'drifted_without_drift',
    'a score of 0',
    but(drifted, published('in_sync', { score: 0 })),
    {},
    'recompare',
  ],
  ['state_without_moment', 'SYNCED', but(synced, facts({ lastStateChange: null })), {}, 'set_timestamp'],
  [
    'synced_and_changed',
    'an object that differs',
    but(synced, clusterHas('x'), facts({ actualUpdatedAt: at(1) })),
    {},
    'recompare',
  ],
  ['drift_alert_without_drift', 'SYNCED', synced, open('drift_detected'), 'conclude'],
  ['drift_without_alert', 'DRIFTED', drifted, open(), 'conclude'],
  ['import_alert_without_orphan', 'SYNCED', synced, open('orphaned_resource'), 'conclude'],
  ['orphan_without_alert', 'ORPHANED', orphaned, open('deletion_pending'), 'conclude'],
  ['draft_state_without_draft', 'over SYNCED', but(draft, facts({ draft: null })), {}, 'conclude'],
  ['draft_outside_draft_state', 'SYNCED', but(synced, drafted('z')), {}, 'conclude'],
  [
    'draft_outside_draft_state',
    'PENDING, past the grace period',
    but(pending, drafted('z'), now(at(GRACE + 2))),
    {},
    'conclude',
  ],
  ['draft_outside_draft_state', 'PENDING, its deployment under way', but(pending, drafted('z')), {}, null],
  ['desired_document_missing', 'its text', synced, missing(doc('a')), 'reread_git'],
  ['desired_document_missing', 'its content', synced, missing('content a'), 'reread_git'],
  ['actual_document_missing', 'its object', synced, missing('object a'), 'reread_cluster'],
  ['draft_document_missing', 'its text', draft, missing(doc('b')), null],
];

describe('a finding', () => {
  test.each(cases)('%s: %s', (code, _, s, beside, repair) => {
    const found = findInconsistencies(s, beside);
    expect(found.map((finding) => finding.code)).toEqual([code]);
    expect(found[0]).toMatchObject({ repair });
    expect(found[0]?.explanation).not.toBe('');
  });

  test('of every code is here', () => {
    expect(new Set(cases.map(([code]) => code))).toEqual(new Set(INCONSISTENCY_CODES));
  });

  test('comes with others where several things are wrong', () => {
    const broken = but(synced, clusterLacks(), facts({ drift: null, lastStateChange: null }));
    expect(codesOf(broken)).toEqual([
      'synced_without_actual',
      'drift_never_calculated',
      'state_without_moment',
    ]);
  });
});

describe('a repair', () => {
  const concluded = cases.filter(([code, , , , repair]) => {
    const rereads = repair === 'reread_git' || repair === 'reread_cluster';
    return repair !== null && !rereads && !code.includes('alert');
  });

  test.each(concluded)('mends %s: %s', (_, __, s) => {
    expect(codesOf(repaired(s))).toEqual([]);
  });

  test.each([
    ['SYNCED without its object', but(synced, clusterLacks()), 'DRIFTED'],
    ['SYNCED over a difference', but(synced, clusterHas('x'), published('spec_drift')), 'DRIFTED'],
    [
      'SYNCED with a stale score and no difference',
      but(synced, published('spec_drift', { score: 0.4 })),
      'SYNCED',
    ],
    [
      'DRIFTED with a stale zero and a difference',
      but(drifted, published('in_sync', { score: 0 })),
      'DRIFTED',
    ],
    ['DRIFTED without a difference', but(drifted, clusterHas('a'), published('in_sync')), 'SYNCED'],
    ['DRAFT without a draft', but(draft, facts({ draft: null })), 'SYNCED'],
    [
      'DRAFT without a draft, over what drifted',
      but(draft, facts({ draft: null }), clusterHas('x')),
      'DRIFTED',
    ],
    ['a draft on an orphan', but(orphaned, drafted('z')), 'DRAFT'],
  ] as const)('brings %s to %s', (_, s, state) => {
    expect(repaired(s).facts.state).toBe(state);
  });

  test('removes what is SYNCED and nowhere', () => {
    expect(conclude(but(synced, gone), { trigger: 'auto_repair' })).toMatchObject({
      removed: true,
      plans: [{ row: 16, trigger: 'auto_repair' }],
    });
  });

  test('corrects confirmed drift at once, with the reason of the specification', () => {
    const s = but(synced, clusterHas('x'), published('spec_drift', { onset: at(1) }));
    expect(conclude(s, { trigger: 'auto_repair' })).toMatchObject({
      plans: [{ row: 6, to: 'DRIFTED', trigger: 'auto_repair', reason: 'Auto-corrected: drift detected' }],
    });
  });

  test('dates a state whose moment is not known from now on, and only as a repair', () => {
    const undated = but(synced, facts({ lastStateChange: null }));
    expect(conclude(undated, { trigger: 'auto_repair' }).facts.lastStateChange).toBe(undated.now);
    expect(conclude(undated).facts.lastStateChange).toBeNull();
    expect(conclude(given(clusterUnread), { trigger: 'auto_repair' }).facts.lastStateChange).toBeNull();
    expect(conclude(synced, { trigger: 'auto_repair' }).facts.lastStateChange).toBe(at(0));
  });
});

describe('no finding', () => {
  test.each([
    ['nothing known', given()],
    ['SYNCED', synced],
    ['DRIFTED', drifted],
    ['ORPHANED', orphaned],
    ['PENDING', pending],
    ['COMMITTED', committedB],
    ['DRAFT', draft],
    ['a committed deletion', but(committedB, gitDropped(at(1)), facts({ unseenCommit: committed(null) }))],
    [
      'a committed deletion that Git confirmed',
      but(committedB, gitDropped(at(1)), facts({ unseenCommit: null })),
    ],
    ['a missing object, before this cluster was listed', but(synced, gone, clusterUnread)],
    [
      'what is nowhere, before this cluster was listed',
      but(synced, gone, clusterUnread, facts({ drift: null })),
    ],
    [
      'a document that vanished under a draft discarded since',
      but(synced, gitDropped(at(1)), published('deletion_pending'), facts({ suspectSince: at(1) })),
    ],
    ['a missing object that is being confirmed', but(synced, clusterLacks(), facts({ suspectSince: at(1) }))],
    [
      'a difference that is being confirmed',
      but(synced, clusterHas('x'), facts({ actualUpdatedAt: at(1), suspectSince: at(1) })),
    ],
    ['an object as old as what Git says', but(synced, clusterHas('x'))],
    ['an object that is newer and the same', but(synced, facts({ actualUpdatedAt: at(1) }))],
    ['PENDING and refused', but(pending, attempted('failed'))],
    ['PENDING, its older object drifted from the new content', but(pending, published('spec_drift'))],
    ['DRAFT over drift', but(drifted, inState('DRAFT'), drafted('z', {}, 'DRIFTED'))],
  ] as const)('in %s', (_, s) => {
    expect(findInconsistencies(s)).toEqual([]);
  });

  test('where the alerts that are open are those whose cause exists, whatever else is open', () => {
    expect(findInconsistencies(synced, open('rollout_stuck'))).toEqual([]);
    expect(findInconsistencies(drifted, open('drift_detected', 'rollout_stale'))).toEqual([]);
    expect(findInconsistencies(orphaned, open('orphaned_resource'))).toEqual([]);
  });

  test('where alerts and documents were not looked at', () => {
    expect(findInconsistencies(drifted)).toEqual([]);
    expect(findInconsistencies(orphaned, missing())).toEqual([]);
  });
});
