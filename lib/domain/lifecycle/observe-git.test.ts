import { describe, expect, test } from 'vitest';
import { conclude } from './conclude.ts';
import { isConflicted } from './facts.ts';
import type { GitAncestry, GitObservation } from './observe-git.ts';
import { observeGit } from './observe-git.ts';
import {
  at,
  but,
  clusterHas,
  committed,
  desiredFacts,
  doc,
  drafted,
  facts,
  gitDropped,
  gitHas,
  given,
  inState,
  settled,
} from './testing/situations.ts';

const NOW = at(5);

function holds(
  content: string,
  commit = 'commit-2',
  comment = '',
  path = 'fabric/leaf-1.yaml',
): GitObservation {
  const { stale: _, ...desired } = desiredFacts(content, { comment, path });
  return { kind: 'present', desired, commit };
}

const absent: GitObservation = { kind: 'absent', commit: 'commit-2' };
const unreadable: GitObservation = { kind: 'unreadable', stale: 'unreadable' };
const ambiguous: GitObservation = { kind: 'unreadable', stale: 'ambiguous' };

const containsAll: GitAncestry = { contains: () => true, rewritten: false };
const containsNone: GitAncestry = { contains: () => false, rewritten: false };
const rewritten: GitAncestry = { contains: () => false, rewritten: true };

const synced = given(inState('SYNCED'), gitHas('a'), clusterHas('a'), settled).facts;
const unseen = given(
  inState('COMMITTED'),
  gitHas('b'),
  facts({ desiredRevision: 2, desiredCommit: 'commit-2', unseenCommit: committed('b') }),
).facts;

describe('what a revision says of content', () => {
  test('new content is a new revision, from this moment on', () => {
    expect(observeGit(synced, holds('b'), containsAll, NOW)).toEqual({
      ...synced,
      desired: desiredFacts('b'),
      desiredRevision: 2,
      desiredUpdatedAt: NOW,
      desiredCommit: 'commit-2',
    });
  });

  test('the first document is revision one', () => {
    const seen = observeGit(given().facts, holds('a', 'commit-1'), containsAll, NOW);
    expect(seen).toMatchObject({ desired: desiredFacts('a'), desiredRevision: 1, desiredUpdatedAt: NOW });
  });

  test('A, B, A are three revisions', () => {
    const first = observeGit(given().facts, holds('a'), containsAll, at(1));
    const second = observeGit(first, holds('b'), containsAll, at(2));
    const third = observeGit(second, holds('a'), containsAll, at(3));
    expect(third).toMatchObject({ desired: desiredFacts('a'), desiredRevision: 3, desiredUpdatedAt: at(3) });
  });

  test('the same document again changes nothing, whatever the commit', () => {
    expect(observeGit(synced, holds('a', 'commit-9'), containsAll, NOW)).toEqual(synced);
  });

  test('a comment is another document of the same revision', () => {
    expect(observeGit(synced, holds('a', 'commit-2', 'why'), containsAll, NOW)).toEqual({
      ...synced,
      desired: desiredFacts('a', { comment: 'why' }),
      desiredCommit: 'commit-2',
    });
  });

  test('a moved file moves the path only', () => {
    expect(observeGit(synced, holds('a', 'commit-2', '', 'racks/leaf-1.yaml'), containsAll, NOW)).toEqual({
      ...synced,
      desired: desiredFacts('a', { path: 'racks/leaf-1.yaml' }),
    });
  });

  test('a dropped document leaves when and in which commit it went', () => {
    expect(observeGit(synced, absent, containsAll, NOW)).toEqual({
      ...synced,
      desired: null,
      gitDropped: { at: NOW, commit: 'commit-2' },
    });
  });

  test('absence of what was absent changes nothing, and does not move the moment it went', () => {
    const gone = but(given(inState('ORPHANED'), clusterHas('a')), gitDropped(at(1))).facts;
    expect(observeGit(gone, absent, containsAll, NOW)).toEqual(gone);
  });

  test('the same content after an absence is a new revision', () => {
    const gone = observeGit(synced, absent, containsAll, at(3));
    expect(observeGit(gone, holds('a', 'commit-3'), containsAll, NOW)).toMatchObject({
      desired: desiredFacts('a'),
      desiredRevision: 2,
      desiredUpdatedAt: NOW,
      gitDropped: null,
    });
  });
});

test('a document that comes voids the deletion that was asked for while there was none', () => {
  const asked = but(given(inState('ORPHANED'), clusterHas('a')), facts({ deletionRequestedAt: at(1) })).facts;
  expect(observeGit(asked, holds('a'), containsAll, NOW).deletionRequestedAt).toBeNull();
});

describe('what cannot be read', () => {
  test.each([
    ['unreadable', unreadable],
    ['ambiguous', ambiguous],
  ] as const)('an %s document keeps the last facts and marks them stale', (stale, observation) => {
    expect(observeGit(synced, observation, containsAll, NOW)).toEqual({
      ...synced,
      desired: desiredFacts('a', { stale }),
    });
  });

  test.each([
    ['unreadable', unreadable],
    ['ambiguous', ambiguous],
  ] as const)(
    'an %s document of what was never seen leaves a doubt, until it is read or gone',
    (doubt, observation) => {
      const blank = given().facts;
      const doubted = observeGit(blank, observation, containsAll, NOW);
      expect(doubted).toEqual({ ...blank, gitDoubt: doubt });
      expect(observeGit(doubted, absent, containsAll, NOW)).toEqual(blank);
      expect(observeGit(doubted, holds('a'), containsAll, NOW)).toEqual(
        observeGit(blank, holds('a'), containsAll, NOW),
      );
    },
  );

  test('a proven absence stands', () => {
    const orphan = given(inState('ORPHANED'), clusterHas('a')).facts;
    expect(observeGit(orphan, unreadable, containsAll, NOW)).toEqual(orphan);
  });

  test('the mark goes with the next good reading, and content is compared with the last good one', () => {
    const stale = observeGit(synced, unreadable, containsAll, at(3));
    expect(observeGit(stale, holds('a'), containsAll, NOW)).toEqual(synced);
    expect(observeGit(stale, holds('b'), containsAll, NOW).desiredRevision).toBe(2);
  });

  test('the commit made here is seen although its document cannot be read any more', () => {
    expect(observeGit(unseen, unreadable, containsAll, NOW)).toEqual({
      ...unseen,
      desired: desiredFacts('b', { stale: 'unreadable' }),
      unseenCommit: null,
    });
  });
});

describe('a commit made here that no reading has contained yet', () => {
  test.each([
    ['holds the document before', holds('a', 'commit-1')],
    ['holds another document', holds('c', 'commit-1')],
    ['holds none', absent],
    ['cannot be read', unreadable],
    ['is ambiguous', ambiguous],
  ])('an older revision that %s changes nothing', (_, observation) => {
    expect(observeGit(unseen, observation, containsNone, NOW)).toEqual(unseen);
  });

  test('a revision that contains it ends the wait', () => {
    expect(observeGit(unseen, holds('b'), containsAll, NOW)).toEqual({ ...unseen, unseenCommit: null });
  });

  test('a revision that contains it and went on brings its own content', () => {
    expect(observeGit(unseen, holds('c', 'commit-3'), containsAll, NOW)).toMatchObject({
      desired: desiredFacts('c'),
      desiredRevision: 3,
      desiredCommit: 'commit-3',
      unseenCommit: null,
      lostCommit: null,
    });
  });

  test('a revision that contains it and removed the document since drops it', () => {
    expect(observeGit(unseen, absent, containsAll, NOW)).toMatchObject({
      desired: null,
      gitDropped: { at: NOW, commit: 'commit-2' },
      unseenCommit: null,
    });
  });

  test('only the commit that was made here is asked for', () => {
    const asked: string[] = [];
    const ancestry = { contains: (commit: string) => asked.push(commit) > 0, rewritten: false };
    observeGit(unseen, holds('b'), ancestry, NOW);
    expect(asked).toEqual(['commit-2']);
  });
});

describe('a rewritten branch', () => {
  test('without the commit but with its document, nothing is lost and the commit is another', () => {
    expect(observeGit(unseen, holds('b', 'commit-7', 'x'), rewritten, NOW)).toMatchObject({
      lostCommit: committed('b'),
    });
    expect(observeGit(unseen, holds('b', 'commit-7'), rewritten, NOW)).toMatchObject({
      desired: desiredFacts('b'),
      unseenCommit: null,
      lostCommit: null,
    });
  });

  test('with another document, what was committed here is lost', () => {
    expect(observeGit(unseen, holds('c', 'commit-7'), rewritten, NOW)).toEqual({
      ...unseen,
      desired: desiredFacts('c'),
      desiredRevision: 3,
      desiredUpdatedAt: NOW,
      desiredCommit: 'commit-7',
      unseenCommit: null,
      lostCommit: committed('b'),
    });
  });

  test('without the document, what was committed here is lost too', () => {
    expect(observeGit(unseen, absent, rewritten, NOW)).toMatchObject({
      desired: null,
      desiredCommit: null,
      unseenCommit: null,
      lostCommit: committed('b'),
    });
  });

  test('with a document that cannot be read, it is lost and the facts are marked stale', () => {
    expect(observeGit(unseen, unreadable, rewritten, NOW)).toMatchObject({
      desired: desiredFacts('b', { stale: 'unreadable' }),
      unseenCommit: null,
      lostCommit: committed('b'),
    });
  });

  test('that still contains the commit loses nothing', () => {
    const kept: GitAncestry = { contains: (commit) => commit === 'commit-2', rewritten: true };
    expect(observeGit(unseen, holds('b'), kept, NOW)).toMatchObject({ unseenCommit: null, lostCommit: null });
  });

  test('a deletion that was committed here can be lost as well', () => {
    const deletion = given(
      inState('COMMITTED'),
      clusterHas('a'),
      facts({ desiredCommit: 'commit-2', desiredRevision: 1, unseenCommit: committed(null) }),
      gitDropped(at(1)),
    ).facts;
    expect(observeGit(deletion, absent, rewritten, NOW)).toMatchObject({
      lostCommit: null,
      unseenCommit: null,
    });
    expect(observeGit(deletion, holds('a', 'commit-7'), rewritten, NOW)).toMatchObject({
      desired: desiredFacts('a'),
      gitDropped: null,
      lostCommit: committed(null),
    });
  });

  test('makes a draft again of what was committed, on what the branch holds', () => {
    const lost = observeGit(unseen, holds('c', 'commit-7'), rewritten, NOW);
    const { facts: concluded } = conclude(given(facts(lost)));
    expect(concluded).toMatchObject({
      state: 'DRAFT',
      draft: { documentHash: doc('b'), contentHash: 'content b', owner: 'ada', commitLost: true },
      lostCommit: null,
    });
    expect(concluded.draft?.base).toEqual({ documentHash: doc('c'), revision: 3, commit: 'commit-7' });
    expect(isConflicted(concluded)).toBe(false);
  });

  test('takes the commit under a draft: the draft stays, knows it, and keeps its base document', () => {
    const over = given(
      facts(unseen),
      inState('DRAFT'),
      drafted('d', { base: { documentHash: doc('b'), revision: 2, commit: 'commit-2' } }, 'COMMITTED'),
    ).facts;
    const seen = observeGit(over, holds('a', 'commit-7'), rewritten, NOW);
    expect(seen).toMatchObject({ unseenCommit: null, lostCommit: null, desired: desiredFacts('a') });
    expect(seen.draft).toEqual({ ...over.draft, commitLost: true, baseLost: true });
    expect(isConflicted(seen)).toBe(true);
  });
});

describe('the base of a draft', () => {
  test('does not matter where there is no draft', () => {
    expect(isConflicted(synced)).toBe(false);
  });

  const drafting = given(
    inState('DRAFT'),
    gitHas('a'),
    clusterHas('a'),
    settled,
    drafted('x', {}, 'SYNCED'),
  ).facts;

  test.each([
    ['other content', holds('b')],
    ['a comment', holds('a', 'commit-2', 'why')],
    ['its removal', absent],
  ])('%s under the draft leaves it conflicted, with its base and text untouched', (_, observation) => {
    const seen = observeGit(drafting, observation, containsAll, NOW);
    expect(seen.draft).toEqual(drafting.draft);
    expect(isConflicted(seen)).toBe(true);
  });

  test('the same edit by another hand is no conflict', () => {
    const seen = observeGit(drafting, holds('x'), containsAll, NOW);
    expect(isConflicted(seen)).toBe(false);
  });

  test('the removal that a deleting draft wants is no conflict', () => {
    const deleting = { ...drafting, draft: given(drafted(null)).facts.draft };
    expect(isConflicted(observeGit(deleting, absent, containsAll, NOW))).toBe(false);
  });

  test('a document that comes under a new resource conflicts with it', () => {
    const created = given(
      inState('DRAFT'),
      drafted('x', { base: { documentHash: null, revision: 0, commit: null } }),
    ).facts;
    expect(isConflicted(created)).toBe(false);
    expect(isConflicted(observeGit(created, holds('a'), containsAll, NOW))).toBe(true);
  });

  test('is lost when a rewritten branch does not hold its commit, and found again when the next one does', () => {
    const lost = observeGit(drafting, holds('a'), rewritten, NOW);
    expect(lost.draft?.baseLost).toBe(true);
    const later = observeGit(lost, holds('a'), containsAll, at(6));
    expect(later.draft?.baseLost).toBe(true);
    const back: GitAncestry = { contains: (commit) => commit === 'commit-1', rewritten: true };
    expect(observeGit(later, holds('a'), back, at(7)).draft?.baseLost).toBe(false);
  });
});
