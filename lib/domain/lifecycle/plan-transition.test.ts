import { describe, expect, test } from 'vitest';
import type { ConditionName } from './conditions.ts';
import type { TransitionInput } from './effects.ts';
import type { ResourceFacts } from './facts.ts';
import type { Plan, Refusal } from './plan-transition.ts';
import { planTransition } from './plan-transition.ts';
import type { Situation } from './situation.ts';
import type { ResourceState, TransitionTarget, Trigger } from './states.ts';
import { RESOURCE_STATES, TRIGGERS } from './states.ts';
import type { PathStep } from './suggest-path.ts';
import {
  adopted,
  at,
  attempted,
  but,
  clusterHas,
  clusterLacks,
  clusterUnread,
  committed,
  desiredFacts,
  doc,
  drafted,
  draftFacts,
  facts,
  GRACE,
  gitDropped,
  gitHas,
  gitUnread,
  given,
  now,
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
import { TRANSITIONS } from './transitions.ts';

interface Case {
  given: Situation;
  input: TransitionInput;
  expected:
    | (Omit<Plan, 'kind' | 'from' | 'trigger' | 'facts'> & { facts: Partial<ResourceFacts> })
    | Omit<Refusal, 'kind' | 'from' | 'trigger'>;
}

/** The pair is admitted; `changes` are all facts that change besides state, reason and their moment. */
function planned(
  given: Situation,
  row: number | null,
  to: TransitionTarget,
  reason: string,
  changes: Partial<ResourceFacts> = {},
  input: TransitionInput = {},
): Case {
  return { given, input, expected: { row, to, reason, facts: changes } };
}

function pathOf(steps: readonly string[]): PathStep[] {
  return steps.map((step) => {
    const [trigger, to] = step.split(' → ');
    const known = TRIGGERS.find((candidate) => candidate === trigger);
    const target = [...RESOURCE_STATES, 'REMOVED' as const].find((candidate) => candidate === to);
    if (known === undefined || target === undefined) throw new Error(`no such step: ${step}`);
    return { trigger: known, to: target };
  });
}

/** The pair is refused; the way there, when there is one, ends the message. */
function refused(given: Situation, why: string, unmet: ConditionName[], ...steps: string[]): Case {
  const way = steps.length === 0 ? '' : `. Suggested path: ${steps.join(', ')}`;
  return { given, input: {}, expected: { unmet, message: `${why}${way}`, path: pathOf(steps) } };
}

const EDITED = (before: ResourceState) => ({ draft: draftFacts('z'), stateBeforeDraft: before });
const SETTLED = { settledRevision: 2 };
const DIFFERENCE = 'spec.description b → a, changed by kubectl-edit';
const lost = but(committedB, gitHas('c'), facts({ unseenCommit: null, lostCommit: committed('b') }));
const LOST = draftFacts('b', {
  updatedAt: at(2),
  base: { documentHash: doc('c'), revision: 1, commit: 'commit-1' },
  commitLost: true,
});

const pushed = (content: string, desiredRevision: number): Partial<ResourceFacts> => ({
  desired: desiredFacts(content),
  desiredRevision,
  desiredUpdatedAt: at(2),
  desiredCommit: '4f2a91c07',
  unseenCommit: committed(content),
  draft: null,
});
const PUSHED_B = pushed('b', 2);
const PUSHED_X = pushed('x', 2);
const IMPORTED = { ...pushed('a', 1), adopted: true };

const PAIRS: Record<ResourceState | 'none', Record<Trigger, Case>> = {
  none: {
    first_sight: planned(given(gitHas('a')), null, 'PENDING', 'First seen in Git, not in the cluster'),
    create: planned(
      given(),
      null,
      'DRAFT',
      'Created as a draft',
      { draft: draftFacts('z', fresh) },
      { draft: draftFacts('z', fresh) },
    ),
    edit: refused(given(), 'Cannot edit: it has no state before both sides were read completely', []),
    discard: refused(given(), 'Cannot discard: it has no state before both sides were read completely', []),
    commit: refused(given(), 'Cannot commit: it has no state before both sides were read completely', []),
    commit_lost: refused(
      given(),
      'Cannot conclude a lost commit: it has no state before both sides were read completely',
      [],
    ),
    git_sync: refused(
      given(),
      'Cannot sync from Git: it has no state before both sides were read completely',
      [],
    ),
    deployment: refused(
      given(),
      'Cannot conclude a deployment: it has no state before both sides were read completely',
      [],
    ),
    drift_detected: refused(
      given(),
      'Cannot conclude drift: it has no state before both sides were read completely',
      [],
    ),
    drift_resolved: refused(
      given(),
      'Cannot conclude the end of drift: it has no state before both sides were read completely',
      [],
    ),
    reconciliation: refused(
      given(),
      'Cannot reconcile: it has no state before both sides were read completely',
      [],
    ),
    accept_drift: refused(
      given(),
      'Cannot accept drift: it has no state before both sides were read completely',
      [],
    ),
    import: refused(given(), 'Cannot import: it has no state before both sides were read completely', []),
    orphan_detected: refused(
      given(),
      'Cannot conclude an orphan: it has no state before both sides were read completely',
      [],
    ),
    removed: refused(given(), 'Cannot remove: it has no state before both sides were read completely', []),
    auto_repair: refused(
      given(),
      'Cannot repair: it has no state before both sides were read completely',
      [],
    ),
  },
  DRAFT: {
    first_sight: refused(draft, 'Cannot conclude a first sight while DRAFT: it has a state already', []),
    create: refused(
      draft,
      'Cannot create: a resource of this kind and name exists already. Edit it instead.',
      [],
    ),
    edit: refused(draft, 'Cannot edit while DRAFT: it is DRAFT already', []),
    discard: planned(draft, 14, 'SYNCED', 'Draft discarded', { draft: null }),
    commit: planned(draft, 1, 'COMMITTED', 'Committed as 4f2a91c', PUSHED_B, { pushed: push('b') }),
    commit_lost: refused(draft, 'Cannot conclude a lost commit while DRAFT: it is DRAFT already', []),
    git_sync: planned(but(draft, gitHas('b')), 17, 'COMMITTED', "Git holds the draft's document at commit-", {
      draft: null,
    }),
    deployment: refused(
      draft,
      'Cannot conclude a deployment while DRAFT: a draft cannot skip the commit; that is possible only from PENDING',
      [],
      'commit → COMMITTED',
      'git_sync → PENDING',
      'deployment → SYNCED',
    ),
    drift_detected: refused(
      draft,
      'Cannot conclude drift while DRAFT: a draft cannot skip the commit; that is possible only from PENDING, SYNCED',
      [],
      'commit → COMMITTED',
      'git_sync → PENDING',
      'drift_detected → DRIFTED',
    ),
    drift_resolved: refused(
      draft,
      'Cannot conclude the end of drift while DRAFT: a draft cannot skip the commit; that is possible only from DRIFTED',
      [],
      'commit → COMMITTED',
      'git_sync → PENDING',
      'deployment → SYNCED',
    ),
    reconciliation: refused(
      draft,
      'Cannot reconcile while DRAFT: a draft cannot skip the commit; that is possible only from DRIFTED',
      [],
      'commit → COMMITTED',
      'git_sync → PENDING',
      'deployment → SYNCED',
    ),
    accept_drift: refused(
      draft,
      'Cannot accept drift while DRAFT: that is possible only from DRIFTED',
      [],
      'commit → COMMITTED',
    ),
    import: refused(
      draft,
      'Cannot import while DRAFT: that is possible only from ORPHANED',
      [],
      'commit → COMMITTED',
    ),
    orphan_detected: refused(
      draft,
      'Cannot conclude an orphan while DRAFT: a draft cannot skip the commit; that is possible only from PENDING, SYNCED, DRIFTED, COMMITTED',
      [],
      'commit → COMMITTED',
      'orphan_detected → ORPHANED',
    ),
    removed: planned(
      but(draft, gone, facts({ draft: null })),
      16,
      'REMOVED',
      'Gone from Git and from the cluster',
    ),
    auto_repair: planned(but(draft, facts({ draft: null })), 14, 'SYNCED', 'Auto-corrected: it had no draft'),
  },
  COMMITTED: {
    first_sight: refused(
      committedB,
      'Cannot conclude a first sight while COMMITTED: it has a state already',
      [],
    ),
    create: refused(
      committedB,
      'Cannot create: a resource of this kind and name exists already. Edit it instead.',
      [],
    ),
    edit: planned(committedB, 12, 'DRAFT', 'Edited', EDITED('COMMITTED'), edit),
    discard: refused(committedB, 'Cannot discard while COMMITTED: that is possible only from DRAFT', []),
    commit: refused(committedB, 'Cannot commit while COMMITTED: it is COMMITTED already', []),
    commit_lost: planned(
      lost,
      18,
      'DRAFT',
      'The branch was rewritten and lost the commit; it is a draft again',
      { lostCommit: null, draft: LOST },
    ),
    git_sync: planned(but(committedB, seen), 2, 'PENDING', 'Git sync found commit-'),
    deployment: refused(
      committedB,
      'Cannot conclude a deployment while COMMITTED: that is possible only from PENDING',
      [],
      'git_sync → PENDING',
      'deployment → SYNCED',
    ),
    drift_detected: refused(
      committedB,
      'Cannot conclude drift while COMMITTED: it must be deployed first; that is possible only from PENDING, SYNCED',
      [],
      'git_sync → PENDING',
      'drift_detected → DRIFTED',
    ),
    drift_resolved: refused(
      committedB,
      'Cannot conclude the end of drift while COMMITTED: that is possible only from DRIFTED',
      [],
      'git_sync → PENDING',
      'deployment → SYNCED',
    ),
    reconciliation: refused(
      committedB,
      'Cannot reconcile while COMMITTED: that is possible only from DRIFTED',
      [],
      'git_sync → PENDING',
      'deployment → SYNCED',
    ),
    accept_drift: refused(committedB, 'Cannot accept drift while COMMITTED: it is COMMITTED already', []),
    import: refused(committedB, 'Cannot import while COMMITTED: it is COMMITTED already', []),
    orphan_detected: planned(
      but(committedB, seen, dropped),
      15,
      'ORPHANED',
      'Git dropped it at commit-; its deletion is expected',
    ),
    removed: planned(but(committedB, seen, gone), 16, 'REMOVED', 'Gone from Git and from the cluster'),
    auto_repair: planned(but(committedB, seen), 2, 'PENDING', 'Git sync found commit-'),
  },
  PENDING: {
    first_sight: refused(pending, 'Cannot conclude a first sight while PENDING: it has a state already', []),
    create: refused(
      pending,
      'Cannot create: a resource of this kind and name exists already. Edit it instead.',
      [],
    ),
    edit: planned(but(pending, attempted('failed')), 13, 'DRAFT', 'Edited', EDITED('PENDING'), edit),
    discard: refused(pending, 'Cannot discard while PENDING: that is possible only from DRAFT', []),
    commit: refused(
      pending,
      'Cannot commit while PENDING: its deployment must be resolved first; that is possible only from DRAFT',
      [],
      'edit → DRAFT',
      'commit → COMMITTED',
    ),
    commit_lost: refused(
      pending,
      'Cannot conclude a lost commit while PENDING: its deployment must be resolved first; that is possible only from COMMITTED',
      [],
      'edit → DRAFT',
    ),
    git_sync: refused(pending, 'Cannot sync from Git while PENDING: it is PENDING already', []),
    deployment: planned(
      but(pending, clusterHas('b'), proven),
      4,
      'SYNCED',
      'Deployed: the cluster has what Git says',
      SETTLED,
    ),
    drift_detected: planned(
      but(pending, attempted('succeeded'), confirmed),
      5,
      'DRIFTED',
      DIFFERENCE,
      SETTLED,
    ),
    drift_resolved: refused(
      pending,
      'Cannot conclude the end of drift while PENDING: that is possible only from DRIFTED',
      [],
      'deployment → SYNCED',
    ),
    reconciliation: refused(
      pending,
      'Cannot reconcile while PENDING: that is possible only from DRIFTED',
      [],
      'deployment → SYNCED',
    ),
    accept_drift: refused(
      pending,
      'Cannot accept drift while PENDING: its deployment must be resolved first; that is possible only from DRIFTED',
      [],
      'edit → DRAFT',
      'commit → COMMITTED',
    ),
    import: refused(
      pending,
      'Cannot import while PENDING: its deployment must be resolved first; that is possible only from ORPHANED',
      [],
      'edit → DRAFT',
      'commit → COMMITTED',
    ),
    orphan_detected: planned(
      but(pending, dropped),
      15,
      'ORPHANED',
      'Git dropped it at commit-; its deletion is expected',
    ),
    removed: planned(but(pending, gone), 16, 'REMOVED', 'Gone from Git and from the cluster'),
    auto_repair: planned(
      but(pending, clusterHas('b'), proven),
      4,
      'SYNCED',
      'Deployed: the cluster has what Git says',
      SETTLED,
    ),
  },
  SYNCED: {
    first_sight: refused(synced, 'Cannot conclude a first sight while SYNCED: it has a state already', []),
    create: refused(
      synced,
      'Cannot create: a resource of this kind and name exists already. Edit it instead.',
      [],
    ),
    edit: planned(synced, 12, 'DRAFT', 'Edited', EDITED('SYNCED'), edit),
    discard: refused(synced, 'Cannot discard while SYNCED: that is possible only from DRAFT', []),
    commit: refused(
      synced,
      'Cannot commit while SYNCED: that is possible only from DRAFT',
      [],
      'edit → DRAFT',
      'commit → COMMITTED',
    ),
    commit_lost: refused(
      synced,
      'Cannot conclude a lost commit while SYNCED: that is possible only from COMMITTED',
      [],
      'edit → DRAFT',
    ),
    git_sync: planned(
      but(synced, gitHas('b'), revision(2)),
      8,
      'PENDING',
      'Git brought new content at commit-',
    ),
    deployment: refused(synced, 'Cannot conclude a deployment while SYNCED: it is SYNCED already', []),
    drift_detected: planned(
      but(synced, clusterHas('x'), confirmed),
      6,
      'DRIFTED',
      'spec.description a → x, changed by kubectl-edit',
    ),
    drift_resolved: refused(
      synced,
      'Cannot conclude the end of drift while SYNCED: it is SYNCED already',
      [],
    ),
    reconciliation: refused(synced, 'Cannot reconcile while SYNCED: it is SYNCED already', []),
    accept_drift: refused(
      synced,
      'Cannot accept drift while SYNCED: that is possible only from DRIFTED',
      [],
      'edit → DRAFT',
      'commit → COMMITTED',
    ),
    import: refused(
      synced,
      'Cannot import while SYNCED: that is possible only from ORPHANED',
      [],
      'edit → DRAFT',
      'commit → COMMITTED',
    ),
    orphan_detected: planned(
      but(synced, dropped),
      15,
      'ORPHANED',
      'Git dropped it at commit-; its deletion is expected',
    ),
    removed: planned(but(synced, gone), 16, 'REMOVED', 'Gone from Git and from the cluster'),
    auto_repair: planned(
      but(synced, clusterHas('x'), confirmed),
      6,
      'DRIFTED',
      'Auto-corrected: drift detected',
    ),
  },
  DRIFTED: {
    first_sight: refused(drifted, 'Cannot conclude a first sight while DRIFTED: it has a state already', []),
    create: refused(
      drifted,
      'Cannot create: a resource of this kind and name exists already. Edit it instead.',
      [],
    ),
    edit: planned(drifted, 12, 'DRAFT', 'Edited', EDITED('DRIFTED'), edit),
    discard: refused(drifted, 'Cannot discard while DRIFTED: that is possible only from DRAFT', []),
    commit: refused(
      drifted,
      'Cannot commit while DRIFTED: that is possible only from DRAFT',
      [],
      'accept_drift → COMMITTED',
    ),
    commit_lost: refused(
      drifted,
      'Cannot conclude a lost commit while DRIFTED: that is possible only from COMMITTED',
      [],
      'edit → DRAFT',
    ),
    git_sync: planned(
      but(drifted, gitHas('b'), revision(2)),
      8,
      'PENDING',
      'Git brought new content at commit-',
    ),
    deployment: refused(
      drifted,
      'Cannot conclude a deployment while DRIFTED: that is possible only from PENDING',
      [],
      'drift_resolved → SYNCED',
    ),
    drift_detected: refused(drifted, 'Cannot conclude drift while DRIFTED: it is DRIFTED already', []),
    drift_resolved: planned(
      but(drifted, clusterHas('a')),
      7,
      'SYNCED',
      'The cluster has what Git says again',
    ),
    reconciliation: planned(
      but(drifted, clusterHas('a')),
      7,
      'SYNCED',
      'The cluster has what Git says again',
    ),
    accept_drift: planned(drifted, 9, 'COMMITTED', 'Drift accepted into Git as 4f2a91c', PUSHED_X, {
      pushed: push('x'),
    }),
    import: refused(
      drifted,
      'Cannot import while DRIFTED: that is possible only from ORPHANED',
      [],
      'accept_drift → COMMITTED',
    ),
    orphan_detected: planned(
      but(drifted, dropped),
      15,
      'ORPHANED',
      'Git dropped it at commit-; its deletion is expected',
    ),
    removed: planned(but(drifted, gone), 16, 'REMOVED', 'Gone from Git and from the cluster'),
    auto_repair: planned(but(drifted, clusterHas('a')), 7, 'SYNCED', 'The cluster has what Git says again'),
  },
  ORPHANED: {
    first_sight: refused(
      orphaned,
      'Cannot conclude a first sight while ORPHANED: it has a state already',
      [],
    ),
    create: refused(
      orphaned,
      'Cannot create: a resource of this kind and name exists already. Edit it instead.',
      [],
    ),
    edit: planned(
      orphaned,
      11,
      'DRAFT',
      'Started to manage an orphan',
      { ...EDITED('ORPHANED'), adopted: true },
      edit,
    ),
    discard: refused(orphaned, 'Cannot discard while ORPHANED: that is possible only from DRAFT', []),
    commit: refused(
      orphaned,
      'Cannot commit while ORPHANED: that is possible only from DRAFT',
      [],
      'import → COMMITTED',
    ),
    commit_lost: refused(
      orphaned,
      'Cannot conclude a lost commit while ORPHANED: that is possible only from COMMITTED',
      [],
      'edit → DRAFT',
    ),
    git_sync: refused(
      orphaned,
      'Cannot sync from Git while ORPHANED: it must be imported or edited first; that is possible only from COMMITTED, SYNCED, DRIFTED, DRAFT',
      [],
      'import → COMMITTED',
      'git_sync → PENDING',
    ),
    deployment: refused(
      orphaned,
      'Cannot conclude a deployment while ORPHANED: it must be imported or edited first; that is possible only from PENDING',
      [],
      'import → COMMITTED',
      'git_sync → SYNCED',
    ),
    drift_detected: refused(
      orphaned,
      'Cannot conclude drift while ORPHANED: that is possible only from PENDING, SYNCED',
      [],
      'import → COMMITTED',
      'git_sync → SYNCED',
      'drift_detected → DRIFTED',
    ),
    drift_resolved: refused(
      orphaned,
      'Cannot conclude the end of drift while ORPHANED: it must be imported or edited first; that is possible only from DRIFTED',
      [],
      'import → COMMITTED',
      'git_sync → SYNCED',
    ),
    reconciliation: refused(
      orphaned,
      'Cannot reconcile while ORPHANED: it must be imported or edited first; that is possible only from DRIFTED',
      [],
      'import → COMMITTED',
      'git_sync → SYNCED',
    ),
    accept_drift: refused(
      orphaned,
      'Cannot accept drift while ORPHANED: that is possible only from DRIFTED',
      [],
      'import → COMMITTED',
    ),
    import: planned(orphaned, 10, 'COMMITTED', 'Imported into Git as 4f2a91c', IMPORTED, {
      pushed: push('a'),
    }),
    orphan_detected: refused(
      orphaned,
      'Cannot conclude an orphan while ORPHANED: it is ORPHANED already',
      [],
    ),
    removed: planned(but(orphaned, gone), 16, 'REMOVED', 'Gone from Git and from the cluster'),
    auto_repair: planned(but(orphaned, gitHas('a')), 10, 'COMMITTED', 'Git sync found it at commit-', {
      adopted: true,
    }),
  },
};

const pairs = Object.entries(PAIRS).flatMap(([state, triggers]) =>
  Object.entries(triggers).map(([trigger, pair]) => ({ state, trigger, ...pair })),
);

describe('every state with every trigger', () => {
  test('is specified', () => {
    expect(pairs).toHaveLength((RESOURCE_STATES.length + 1) * TRIGGERS.length);
    expect(new Set(pairs.map(({ state, trigger }) => `${state} ${trigger}`)).size).toBe(112);
    for (const { state, given } of pairs) expect(given.facts.state ?? 'none').toBe(state);
  });

  test.each(pairs)('$state, $trigger', ({ trigger, given, input, expected }) => {
    const from = given.facts.state;
    const known = TRIGGERS.find((candidate) => candidate === trigger);
    if (known === undefined) throw new Error(`no such trigger: ${trigger}`);
    const result = planTransition(given, known, input);
    if ('message' in expected) {
      expect(result).toEqual({ kind: 'refusal', from, trigger, ...expected });
      return;
    }
    const { row, to, reason, facts: changes } = expected;
    expect(result).toEqual({
      kind: 'plan',
      row,
      from,
      to,
      trigger,
      reason,
      facts: {
        ...given.facts,
        state: to === 'REMOVED' ? null : to,
        reason,
        lastStateChange: given.now,
        suspectSince: null,
        stateBeforeDraft: null,
        ...changes,
      },
    });
  });

  test('changes nothing that it was given', () => {
    const copy = structuredClone(draft);
    planTransition(draft, 'commit', { pushed: push('b') });
    planTransition(draft, 'discard');
    expect(draft).toEqual(copy);
  });
});

describe('every row', () => {
  const numbers = [...new Set(TRANSITIONS.map(({ row }) => row))].sort((a, b) => a - b);

  test('of the specification is in the table, and nothing else', () => {
    expect(numbers).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
    expect(TRANSITIONS).toHaveLength(19);
  });

  test('is admitted by some pair above', () => {
    const fired = pairs.flatMap(({ expected }) =>
      'row' in expected && expected.row !== null ? [expected.row] : [],
    );
    expect([...new Set(fired)].sort((a, b) => a - b)).toEqual([
      1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
    ]);
    const row3 = but(committedB, seen, adopted, clusterHas('b'), facts({ desiredUpdatedAt: at(0) }));
    expect(planTransition(row3, 'git_sync')).toMatchObject({
      row: 3,
      to: 'SYNCED',
      facts: { adopted: false, settledRevision: 2 },
    });
  });
});

describe('edit', () => {
  test('of a COMMITTED deletion creates the document again', () => {
    const deleted = but(committedB, gitDropped(at(1)), facts({ unseenCommit: committed(null) }));
    expect(planTransition(deleted, 'edit', edit)).toMatchObject({
      row: 12,
      facts: { stateBeforeDraft: 'COMMITTED' },
    });
  });

  test('to a draft that deletes says so', () => {
    expect(planTransition(synced, 'edit', { draft: draftFacts(null) })).toMatchObject({
      row: 12,
      reason: 'Drafted its deletion',
    });
  });

  test('of a comment alone is a change', () => {
    const commented = draftFacts('a', { documentHash: doc('a', 'why') });
    expect(planTransition(synced, 'edit', { draft: commented })).toMatchObject({ row: 12 });
  });

  test.each([
    ['errored', attempted('errored'), true],
    ['failed', attempted('failed'), true],
    [
      'failed for an older revision',
      facts({ deployment: { revision: 1, at: at(0), outcome: 'failed', message: null } }),
      false,
    ],
    ['unknown at the end of the grace period', now(at(2 + GRACE)), true],
    [
      'succeeded and past the grace period',
      (s: Situation) => but(s, attempted('succeeded'), now(at(2 + GRACE))),
      true,
    ],
  ] as const)('while PENDING, deployment %s', (_, fact, admitted) => {
    expect(planTransition(but(pending, fact), 'edit', edit).kind).toBe(admitted ? 'plan' : 'refusal');
  });
});

describe('discard', () => {
  const alone = but(draft, facts({ stateBeforeDraft: null }));

  test.each([
    ['PENDING', but(draft, facts({ stateBeforeDraft: 'PENDING' })), 'PENDING', 1],
    ['nothing, and it is nowhere', but(alone, gone), 'REMOVED', 1],
    ['nothing, and it is only in Git', but(alone, revision(2), clusterLacks()), 'PENDING', 1],
    ['nothing, and it is in both, equal', but(alone, revision(2)), 'SYNCED', 2],
    ['nothing, and it is in both, different', but(alone, revision(2), clusterHas('x')), 'DRIFTED', 2],
    ['nothing, and it is only in the cluster', but(alone, revision(2), gitDropped(at(1))), 'ORPHANED', 1],
    ["nothing, and it is the fabric's own", but(alone, gitDropped(at(1)), systemOwned), 'REMOVED', 1],
    ['nothing, and it is nowhere that was read', but(alone, gone, gitUnread, clusterUnread), 'REMOVED', 1],
  ] as const)('where the state before was %s', (_, s, to, settledRevision) => {
    expect(planTransition(s, 'discard')).toMatchObject({
      row: 14,
      to,
      facts: { draft: null, stateBeforeDraft: null, settledRevision },
    });
  });

  test('keeps the draft where both sides could not be compared', () => {
    expect(planTransition({ ...alone, comparison: null }, 'discard')).toMatchObject({
      unmet: ['state_before_known'],
    });
  });
});

describe('create', () => {
  test.each([
    ['Git has it', gitHas('a')],
    ['the cluster has it', clusterHas('a')],
    ['it is drafted', drafted('z')],
  ])('is refused where %s', (_, fact) => {
    expect(planTransition(given(fact), 'create', { draft: draftFacts('z', fresh) })).toMatchObject({
      kind: 'refusal',
      message: 'Cannot create: a resource of this kind and name exists already. Edit it instead.',
    });
  });

  test('needs a document', () => {
    const message = 'Cannot create: a new resource needs a document.';
    expect(planTransition(given(), 'create', { draft: draftFacts(null) })).toMatchObject({
      kind: 'refusal',
      message,
    });
  });

  test('does not wait for readings', () => {
    const unread = given(gitUnread, clusterUnread);
    expect(planTransition(unread, 'create', { draft: draftFacts('z', fresh) })).toMatchObject({
      kind: 'plan',
      to: 'DRAFT',
    });
  });
});

describe('auto_repair of a draft and its state', () => {
  test.each([
    ['an orphan with a draft', but(orphaned, drafted('z')), 11],
    ['SYNCED with a draft', but(synced, drafted('z')), 12],
    ['PENDING with a draft, past the grace period', but(pending, drafted('z'), now(at(2 + GRACE))), 13],
  ] as const)('%s becomes its DRAFT', (_, s, row) => {
    const plan = planTransition(s, 'auto_repair');
    expect(plan).toMatchObject({
      row,
      to: 'DRAFT',
      trigger: 'auto_repair',
      reason: 'Auto-corrected: it had a draft',
    });
    expect(plan).toMatchObject({ facts: { draft: s.facts.draft, stateBeforeDraft: s.facts.state } });
  });

  test.each([
    ['under way', but(pending, drafted('z'))],
    ['without a change', but(synced, drafted('a'))],
  ] as const)('a draft on what is %s is kept and stays where it is', (_, s) => {
    expect(planTransition(s, 'auto_repair').kind).toBe('refusal');
  });

  test('comes before every other row', () => {
    expect(planTransition(but(drifted, clusterHas('a'), drafted('z')), 'auto_repair')).toMatchObject({
      row: 12,
    });
  });
});
