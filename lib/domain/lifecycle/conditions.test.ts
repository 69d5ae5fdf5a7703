import { describe, expect, test } from 'vitest';
import type { ConditionName } from './conditions.ts';
import { CONDITIONS } from './conditions.ts';
import type { TransitionInput } from './effects.ts';
import { planTransition } from './plan-transition.ts';
import type { Situation } from './situation.ts';
import type { Trigger } from './states.ts';
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
  drafted,
  draftFacts,
  facts,
  git,
  gitDropped,
  gitHas,
  gitUnread,
  revision,
  systemOwned,
} from './testing/situations.ts';
import {
  committedB,
  confirmed,
  draft,
  drifted,
  dropped,
  edit,
  fresh,
  gone,
  orphaned,
  pending,
  proven,
  push,
  seen,
  synced,
} from './testing/six-states.ts';

describe('every condition, unmet', () => {
  const row3 = but(committedB, seen, adopted, clusterHas('b'), facts({ desiredUpdatedAt: at(0) }));
  const row5 = but(pending, attempted('succeeded'), confirmed);
  const row6 = but(synced, clusterHas('x'), confirmed);
  const row15 = but(synced, dropped);
  const row16 = but(synced, gone);
  const row17 = but(draft, gitHas('b'));
  const PUSH = { pushed: push('b') };
  const guard =
    (more: Partial<Situation['draftGuard']>): Fact =>
    (s) => ({ ...s, draftGuard: { ...s.draftGuard, ...more } });

  const unmet: [string, Trigger, Situation, TransitionInput, ConditionName[]][] = [
    [
      '1: no draft',
      'commit',
      but(draft, facts({ draft: null })),
      PUSH,
      ['draft_exists', 'draft_parses', 'draft_differs', 'draft_not_conflicted'],
    ],
    [
      '1: a draft that does not parse',
      'commit',
      but(draft, drafted('b', { contentHash: null }, 'SYNCED')),
      PUSH,
      ['draft_parses'],
    ],
    [
      '1: a draft like the document in Git',
      'commit',
      but(draft, drafted('a', {}, 'SYNCED')),
      PUSH,
      ['draft_differs'],
    ],
    [
      '1: a draft that deletes what Git does not have',
      'commit',
      but(draft, drafted(null, fresh), gitDropped(at(1))),
      PUSH,
      ['draft_differs'],
    ],
    ['1: a draft whose base moved', 'commit', but(draft, gitHas('c')), PUSH, ['draft_not_conflicted']],
    [
      '1: a draft whose base got a comment',
      'commit',
      but(draft, gitHas('a', { comment: 'why' })),
      PUSH,
      ['draft_not_conflicted'],
    ],
    ['1: a check found an error', 'commit', but(draft, guard({ checkErrors: 1 })), PUSH, ['draft_checked']],
    [
      '1: an approval is missing',
      'commit',
      but(draft, guard({ approvalsMissing: 2 })),
      PUSH,
      ['draft_approved'],
    ],
    [
      '1: the repository is not connected',
      'commit',
      but(draft, git({ connected: false })),
      PUSH,
      ['repository_connected'],
    ],
    ['1: nothing was pushed', 'commit', draft, {}, []],
    [
      '2: the repository is not connected',
      'git_sync',
      but(committedB, seen, git({ connected: false })),
      {},
      ['repository_connected'],
    ],
    ['2: no revision contains the commit', 'git_sync', committedB, {}, ['commit_contained']],
    ['2: Git was not read', 'git_sync', but(committedB, seen, gitUnread), {}, ['commit_contained']],
    [
      '2: a deletion was committed',
      'git_sync',
      but(committedB, seen, gitDropped(at(1))),
      {},
      ['desired_exists'],
    ],
    [
      '2 and 3: waiting for one direct read',
      'git_sync',
      but(row3, facts({ desiredUpdatedAt: at(2) })),
      {},
      ['proven_current'],
    ],
    [
      '2 and 3: the repository is not connected',
      'git_sync',
      but(row3, git({ connected: false })),
      {},
      ['repository_connected'],
    ],
    ['4: not equal', 'deployment', but(pending, proven), {}, ['equal']],
    [
      '4: not compared',
      'deployment',
      { ...but(pending, clusterHas('b'), proven), comparison: null },
      {},
      ['equal'],
    ],
    ['4: not proven', 'deployment', but(pending, clusterHas('b')), {}, ['proven_current']],
    ['5: equal', 'drift_detected', but(row5, clusterHas('b')), {}, ['differing']],
    [
      '5: the deployment failed',
      'drift_detected',
      but(row5, attempted('failed')),
      {},
      ['deployment_concluded'],
    ],
    [
      '5: the grace period runs',
      'drift_detected',
      but(row5, facts({ deployment: null })),
      {},
      ['deployment_concluded'],
    ],
    ['5: the object is absent', 'drift_detected', but(row5, clusterLacks()), {}, ['deployment_concluded']],
    [
      '5: not read since Git changed',
      'drift_detected',
      but(row5, cluster({ observedThrough: at(2) }), revision(2, at(5)), attempted('succeeded')),
      {},
      ['proven_current'],
    ],
    [
      '5: not read since the attempt',
      'drift_detected',
      but(row5, attempted('succeeded', at(5))),
      {},
      ['proven_after_attempt'],
    ],
    ['5: not confirmed', 'drift_detected', but(row5, facts({ suspectSince: null })), {}, ['confirmed']],
    ['6: equal', 'drift_detected', but(row6, clusterHas('a')), {}, ['differing']],
    ['6: not confirmed', 'drift_detected', but(row6, facts({ suspectSince: null })), {}, ['confirmed']],
    ['7: not equal', 'reconciliation', drifted, {}, ['equal']],
    ['7: absent', 'drift_resolved', but(drifted, clusterLacks()), {}, ['equal']],
    ['8: no new content', 'git_sync', synced, {}, ['revision_not_settled']],
    ['8: not in Git', 'git_sync', but(drifted, revision(2), gitDropped(at(1))), {}, ['desired_exists']],
    [
      '9: the repository is not connected',
      'accept_drift',
      but(drifted, git({ connected: false })),
      PUSH,
      ['repository_connected'],
    ],
    ['9: nothing was pushed', 'accept_drift', drifted, {}, []],
    [
      '10: the repository is not connected',
      'import',
      but(orphaned, git({ connected: false })),
      { pushed: push('a') },
      ['repository_connected'],
    ],
    [
      '10: not in the cluster',
      'import',
      but(orphaned, clusterLacks()),
      { pushed: push('a') },
      ['actual_exists'],
    ],
    ['10: nothing was pushed', 'import', orphaned, {}, []],
    ['10 by the system: Git has no document', 'auto_repair', orphaned, {}, []],
    ['11: not in the cluster', 'edit', but(orphaned, clusterLacks()), edit, ['actual_exists']],
    [
      '11: a deletion of what Git does not have',
      'edit',
      orphaned,
      { draft: draftFacts(null) },
      ['draft_differs'],
    ],
    ['12: a draft like the document in Git', 'edit', synced, { draft: draftFacts('a') }, ['draft_differs']],
    ['12: no draft', 'edit', synced, {}, []],
    [
      '13: a draft like the document in Git',
      'edit',
      but(pending, attempted('failed')),
      { draft: draftFacts('b') },
      ['draft_differs'],
    ],
    ['13: under way', 'edit', pending, edit, ['deployment_resolved']],
    [
      '13: succeeded, not yet seen',
      'edit',
      but(pending, attempted('succeeded')),
      edit,
      ['deployment_resolved'],
    ],
    [
      '14: nothing is known without the draft',
      'discard',
      but(draft, facts({ stateBeforeDraft: null }), clusterUnread),
      {},
      ['state_before_known'],
    ],
    ['15: in Git', 'orphan_detected', but(row15, gitHas('a')), {}, ['absent_from_git']],
    [
      '15: committed, and not seen',
      'orphan_detected',
      but(row15, facts({ unseenCommit: committed(null) })),
      {},
      ['absent_from_git'],
    ],
    ['15: absent', 'orphan_detected', but(row15, clusterLacks()), {}, ['actual_exists']],
    ["15: the fabric's own", 'orphan_detected', but(row15, systemOwned), {}, ['not_system_owned']],
    ['15: not confirmed', 'orphan_detected', but(row15, facts({ suspectSince: null })), {}, ['confirmed']],
    ['16: in Git', 'removed', but(row16, gitHas('a')), {}, ['absent_from_git']],
    ['16: in the cluster', 'removed', but(row16, clusterHas('a')), {}, ['absent_from_cluster']],
    ['16: the kind was not listed', 'removed', but(row16, clusterUnread), {}, ['absent_from_cluster']],
    ['16: Git was not read', 'removed', but(row16, gitUnread), {}, ['absent_from_git']],
    ['16: drafted', 'removed', but(draft, gone), {}, ['draft_gone']],
    ['17: no draft', 'git_sync', but(row17, facts({ draft: null })), {}, ['draft_exists', 'git_holds_draft']],
    ['17: another document', 'git_sync', but(row17, gitHas('c')), {}, ['git_holds_draft']],
    ['17: its base', 'git_sync', but(draft, drafted('a')), {}, ['git_holds_draft']],
    ['18: not proven', 'commit_lost', committedB, {}, ['commit_proven_lost']],
  ];

  test.each(unmet)('row %s', (_, trigger, s, input, names) => {
    const result = planTransition(s, trigger, input);
    expect(result).toMatchObject({ kind: 'refusal', from: s.facts.state, trigger, unmet: names });
    for (const name of names)
      expect(result).toMatchObject({ message: expect.stringContaining(CONDITIONS[name].unmet) });
  });

  test('each of them is here, and each row that has any', () => {
    const seen = new Set(unmet.flatMap(([, , , , names]) => names));
    // Its refusal names row 3's condition, the reading it waits for; adopted and not_waiting are each other's reverse.
    const elsewhere: ConditionName[] = ['adopted', 'not_waiting_for_read'];
    expect([...seen, ...elsewhere].sort()).toEqual(Object.keys(CONDITIONS).sort());
    const rows = new Set(unmet.flatMap(([name]) => name.match(/\d+/g) ?? []));
    expect(rows.size).toBe(18);
  });
});
