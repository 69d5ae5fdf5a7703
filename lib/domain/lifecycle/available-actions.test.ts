import { describe, expect, test } from 'vitest';
import type { PersonsVerb } from './available-actions.ts';
import { availableActions, PERSONS_VERBS } from './available-actions.ts';
import { planTransition } from './plan-transition.ts';
import type { Situation } from './situation.ts';
import {
  at,
  attempted,
  but,
  clusterHas,
  clusterLacks,
  committed,
  drafted,
  draftFacts,
  facts,
  GRACE,
  git,
  gitDropped,
  gitHas,
  given,
  inState,
  now,
} from './testing/situations.ts';
import { committedB, draft, drifted, orphaned, pending, push, synced } from './testing/six-states.ts';

const availableIn = (s: Situation) =>
  availableActions(s)
    .filter(({ available }) => available)
    .map(({ verb }) => verb);

function actionOf(s: Situation, verb: PersonsVerb) {
  const action = availableActions(s).find((candidate) => candidate.verb === verb);
  if (action === undefined) throw new Error(`no action ${verb}`);
  return action;
}

const waysOf = (s: Situation, verb: PersonsVerb) =>
  actionOf(s, verb).path.map(({ trigger, to }) => `${trigger} → ${to}`);

describe('what can be done', () => {
  test.each([
    ['SYNCED', synced, ['edit', 'delete']],
    ['DRIFTED', drifted, ['edit', 'accept_drift', 'delete']],
    ['DRIFTED, missing in the cluster', but(drifted, clusterLacks()), ['edit', 'accept_drift', 'delete']],
    ['COMMITTED', committedB, ['edit', 'delete']],
    [
      'COMMITTED deletion',
      but(committedB, gitDropped(at(1)), facts({ unseenCommit: committed(null) })),
      ['edit'],
    ],
    ['PENDING, under way', pending, []],
    ['PENDING, refused', but(pending, attempted('failed')), ['edit', 'delete']],
    ['PENDING, overdue', but(pending, now(at(2 + GRACE))), ['edit', 'delete']],
    ['ORPHANED', orphaned, ['edit', 'import']],
    ['DRAFT', draft, ['commit', 'discard']],
    ['DRAFT like Git', but(draft, drafted('a', {}, 'SYNCED')), ['discard']],
    ['DRAFT that deletes', but(draft, drafted(null, {}, 'SYNCED')), ['commit', 'discard']],
    ['DRAFT in conflict', but(draft, gitHas('c')), ['discard']],
    ['DRAFT without a repository', but(draft, git({ connected: false })), ['discard']],
    ['no state', given(gitHas('a')), []],
  ] as const)('in %s', (_, s, verbs) => {
    expect(availableIn(s)).toEqual(verbs);
  });

  test('is told for every verb, in the same order', () => {
    for (const s of [synced, draft, given()]) {
      expect(availableActions(s).map(({ verb }) => verb)).toEqual([...PERSONS_VERBS]);
    }
  });

  test('has neither reason nor way; what cannot be done has a reason', () => {
    for (const s of [synced, drifted, committedB, pending, orphaned, draft, given()]) {
      for (const { available, reason, path, label } of availableActions(s)) {
        expect(label).not.toBe('');
        if (available) expect({ reason, path }).toEqual({ reason: null, path: [] });
        else expect(reason).not.toBe('');
      }
    }
  });

  test('is what planTransition admits once the push or the draft is there', () => {
    const inputs = { draft: draftFacts('z'), pushed: push('z') };
    for (const s of [
      synced,
      drifted,
      committedB,
      pending,
      orphaned,
      draft,
      but(pending, attempted('failed')),
    ]) {
      for (const { verb, trigger, available } of availableActions(s)) {
        if (verb === 'delete') continue;
        expect(planTransition(s, trigger, inputs).kind, `${s.facts.state} ${verb}`).toBe(
          available ? 'plan' : 'refusal',
        );
      }
    }
  });
});

describe('what cannot be done', () => {
  test.each([
    ['import', synced, 'that is possible only from ORPHANED', []],
    ['accept_drift', synced, 'that is possible only from DRIFTED', []],
    ['discard', synced, 'that is possible only from DRAFT', []],
    ['commit', synced, 'that is possible only from DRAFT', ['edit → DRAFT', 'commit → COMMITTED']],
    ['commit', drifted, 'that is possible only from DRAFT', ['edit → DRAFT', 'commit → COMMITTED']],
    ['commit', orphaned, 'that is possible only from DRAFT', ['edit → DRAFT', 'commit → COMMITTED']],
    ['commit', committedB, 'it is COMMITTED already', []],
    ['edit', draft, 'it is DRAFT already', []],
    ['delete', draft, 'it is DRAFT already', []],
    ['delete', orphaned, 'it is not in Git', []],
    [
      'edit',
      pending,
      'its deployment must be resolved first; wait for its outcome or the end of the grace period',
      [],
    ],
    [
      'commit',
      but(draft, gitHas('c')),
      'the document changed in Git under the draft; rebase the draft first',
      [],
    ],
    [
      'commit',
      but(draft, drafted('b', { contentHash: null }), git({ connected: false })),
      'the draft cannot be read as YAML; correct it first; the repository is not connected; test its connection first',
      [],
    ],
    [
      'import',
      but(orphaned, git({ connected: false })),
      'the repository is not connected; test its connection first',
      [],
    ],
    ['edit', but(orphaned, clusterLacks()), 'it is not in the cluster', []],
    ['edit', given(clusterHas('a')), 'it has no state before both sides were read completely', []],
    [
      'discard',
      but(given(inState('DRAFT'), drafted('z'), gitHas('a')), (s) => ({
        ...s,
        cluster: { ...s.cluster, complete: false },
      })),
      'what it is without the draft is not known before both sides were read completely and compared',
      [],
    ],
  ] as const)('%s: why, and the way there', (verb, s, reason, way) => {
    expect(actionOf(s, verb)).toMatchObject({ available: false, reason });
    expect(waysOf(s, verb)).toEqual(way);
  });
});
