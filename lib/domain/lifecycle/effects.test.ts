import { describe, expect, test } from 'vitest';
import { planTransition } from './plan-transition.ts';
import {
  at,
  but,
  clusterLacks,
  committed,
  desiredFacts,
  doc,
  drafted,
  facts,
  gitDropped,
  gitHas,
} from './testing/situations.ts';
import { draft, drifted, fresh, orphaned, push } from './testing/six-states.ts';

describe('a push', () => {
  test('of a document voids the deletion that was asked for, one that removes it does not', () => {
    const asked = facts({ deletionRequestedAt: at(1) });
    const imported = planTransition(but(orphaned, asked), 'import', { pushed: push('a') });
    expect(imported).toMatchObject({ facts: { deletionRequestedAt: null } });
    const deleting = but(draft, drafted(null, {}, 'SYNCED'), asked);
    const removed = planTransition(deleting, 'commit', { pushed: push(null) });
    expect(removed).toMatchObject({ facts: { deletionRequestedAt: at(1) } });
  });

  test('of a draft that deletes removes the document and keeps its revision', () => {
    const deleting = but(draft, drafted(null, {}, 'SYNCED'));
    const plan = planTransition(deleting, 'commit', { pushed: push(null) });
    expect(plan).toMatchObject({
      row: 1,
      reason: 'Deletion committed as 4f2a91c',
      facts: {
        desired: null,
        desiredRevision: 1,
        desiredUpdatedAt: at(0),
        gitDropped: { at: at(2), commit: '4f2a91c07' },
        unseenCommit: committed(null),
        draft: null,
      },
    });
  });

  test('of a comment keeps revision and moment', () => {
    const commented = { ...push('a'), document: desiredFacts('a', { comment: 'why' }) };
    const plan = planTransition(but(draft, drafted('b', { documentHash: doc('a', 'why') })), 'commit', {
      pushed: commented,
    });
    expect(plan).toMatchObject({
      facts: { desiredRevision: 1, desiredUpdatedAt: at(0), desiredCommit: '4f2a91c07' },
    });
  });

  test('that brings back what was dropped is a new revision', () => {
    const back = but(draft, gitDropped(at(1)), drafted('a', fresh));
    expect(planTransition(back, 'commit', { pushed: push('a') })).toMatchObject({
      facts: { desiredRevision: 2, desiredUpdatedAt: at(2), gitDropped: null },
    });
  });

  test('that accepts the absence of an object removes its document', () => {
    const missing = but(drifted, clusterLacks());
    expect(planTransition(missing, 'accept_drift', { pushed: push(null) })).toMatchObject({
      row: 9,
      to: 'COMMITTED',
      facts: { desired: null, gitDropped: { at: at(2) } },
    });
  });

  test('by a person makes an import theirs, though Git holds a document by now', () => {
    const found = but(orphaned, gitHas('c'));
    expect(planTransition(found, 'import', { pushed: push('a') })).toMatchObject({
      reason: 'Imported into Git as 4f2a91c',
      facts: { desired: desiredFacts('a') },
    });
    expect(planTransition(found, 'import')).toMatchObject({
      reason: 'Git sync found it at commit-',
      facts: { desired: desiredFacts('c'), adopted: true },
    });
  });
});
