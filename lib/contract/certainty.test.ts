import { describe, expect, test } from 'vitest';
import { RESOURCE_STATES } from '../domain/lifecycle/states.ts';
import { certaintyOf, clusterFreshness, driftCertainty, gitFreshness } from './certainty.ts';
import type { KindReading } from './readings.ts';
import { ago, clusterReading, gitReading, heldRevision, kindReading, NOW } from './testing/samples.ts';

const evidence = (more: Partial<Parameters<typeof certaintyOf>[1]> = {}) => ({
  git: gitReading(),
  cluster: clusterReading(),
  kind: kindReading(),
  ...more,
});

describe('how fresh Git is', () => {
  test.each([
    ['read a moment ago', {}, 'live'],
    ['a reading and a half ago', { readAt: ago(91) }, 'late'],
    ['three readings missed', { readAt: ago(181) }, 'broken'],
    ['never read', { readAt: null, revision: null }, 'never'],
    ['the last fetch failed', { error: 'authentication failed' }, 'broken'],
    ['failed before it was ever read', { readAt: null, error: 'not found' }, 'broken'],
    ['the repository is not connected', { connection: 'failed' as const }, 'broken'],
  ])('%s', (_, more, level) => {
    expect(gitFreshness(gitReading(more), NOW).level).toBe(level);
  });

  test('says why it is broken, in the words of the failure first', () => {
    const git = gitReading({ connection: 'failed', error: 'authentication failed' });
    expect(gitFreshness(git, NOW)).toMatchObject({ reason: 'authentication failed', ageSeconds: 8 });
    expect(gitFreshness(gitReading({ readAt: ago(999) }), NOW).reason).toBe('no reading arrives');
  });

  test('a clock that runs ahead makes no negative age', () => {
    expect(gitFreshness(gitReading({ readAt: ago(-30) }), NOW)).toMatchObject({
      level: 'live',
      ageSeconds: 0,
    });
  });
});

describe('how fresh the cluster is', () => {
  test.each([
    ['watched', {}, 'live'],
    ['one bookmark missed', { observedThrough: ago(91) }, 'late'],
    ['silent', { observedThrough: ago(201) }, 'broken'],
    ['never listed', { observedThrough: null }, 'never'],
    ['unreachable', { connection: 'failed' as const, error: 'connection refused' }, 'broken'],
  ])('%s', (_, more, level) => {
    expect(clusterFreshness(clusterReading(more), NOW).level).toBe(level);
  });

  test('an error of the past does not break a connection that holds', () => {
    expect(clusterFreshness(clusterReading({ error: 'old' }), NOW).level).toBe('live');
  });
});

describe('whether a state may be shown', () => {
  test.each(RESOURCE_STATES)('%s is proven while both sides are fresh', (state) => {
    expect(certaintyOf(state, evidence(), NOW)).toMatchObject({ level: 'proven' });
  });

  test.each(RESOURCE_STATES)('%s with an unreachable cluster', (state) => {
    const { level } = certaintyOf(
      state,
      evidence({ cluster: clusterReading({ connection: 'failed' }) }),
      NOW,
    );
    expect(level).toBe(state === 'DRAFT' || state === 'COMMITTED' ? 'proven' : 'unknown');
  });

  test('the proof is as old as the older side', () => {
    const old = kindReading({ observedThrough: ago(80) });
    expect(certaintyOf('SYNCED', evidence({ kind: old }), NOW)).toEqual({
      level: 'proven',
      provenAt: ago(80),
    });
  });

  test('a silent watch proves nothing any more', () => {
    const silent = kindReading({ observedThrough: ago(400) });
    expect(certaintyOf('SYNCED', evidence({ kind: silent }), NOW)).toEqual({
      level: 'unknown',
      provenAt: ago(400),
      reason: 'cluster: no reading arrives',
    });
  });

  test.each<[KindReading['availability'], string]>([
    ['unread', 'the kind is not read yet'],
    ['forbidden', 'the cluster forbids reading this kind: no right to list'],
    ['missing', 'the cluster does not serve this kind: no right to list'],
    ['error', 'the kind cannot be read: no right to list'],
  ])('a kind that is %s makes its resources unknown', (availability, reason) => {
    const message = availability === 'unread' ? null : 'no right to list';
    const kind = kindReading({ availability, message });
    expect(certaintyOf('DRIFTED', evidence({ kind }), NOW)).toMatchObject({ level: 'unknown', reason });
  });

  test('a failed fetch is forgiven until its interval has passed', () => {
    const failed = (age: number) => evidence({ git: gitReading({ error: 'timeout', readAt: ago(age) }) });
    expect(certaintyOf('SYNCED', failed(59), NOW).level).toBe('proven');
    expect(certaintyOf('SYNCED', failed(61), NOW)).toMatchObject({
      level: 'unknown',
      reason: 'Git: timeout',
    });
  });

  test('a revision that is held: what is kept is no proof once its interval has passed', () => {
    const kept = (age: number) => evidence({ git: gitReading({ held: heldRevision(), readAt: ago(age) }) });
    expect(certaintyOf('SYNCED', kept(59), NOW).level).toBe('proven');
    expect(certaintyOf('SYNCED', kept(61), NOW)).toMatchObject({
      level: 'unknown',
      provenAt: ago(61),
      reason: 'Git: c0ffee1 is held',
    });
    expect(certaintyOf('DRAFT', kept(61), NOW).level).toBe('proven');
  });

  test.each([
    ['ambiguous' as const, 'two documents in Git claim this name'],
    ['unreadable' as const, 'its file in Git cannot be read'],
  ])('one whose document is %s was last proven, and a draft of it stands', (stale, reason) => {
    expect(certaintyOf('SYNCED', evidence({ stale }), NOW)).toMatchObject({ level: 'unknown', reason });
    expect(certaintyOf('DRAFT', evidence({ stale }), NOW).level).toBe('proven');
    expect(driftCertainty(evidence({ stale }), NOW).level).toBe('unknown');
    expect(driftCertainty(evidence(), NOW).level).toBe('proven');
  });

  test('the Git side is held, and not late, while a revision waits; a failed fetch is worse', () => {
    const held = heldRevision();
    expect(gitFreshness(gitReading({ held, readAt: ago(500) }), NOW)).toEqual({
      level: 'held',
      at: ago(500),
      ageSeconds: 500,
      reason: 'c0ffee1 is held',
    });
    expect(gitFreshness(gitReading({ held, error: 'timeout' }), NOW).level).toBe('broken');
  });

  test.each([
    ['Git was never read', { git: gitReading({ readAt: null }) }, 'Git is not read yet'],
    ['Git cannot be read', { git: gitReading({ readAt: null, error: 'not found' }) }, 'Git: not found'],
    [
      'the cluster is away',
      { cluster: clusterReading({ connection: 'failed', error: 'refused' }) },
      'cluster: refused',
    ],
    ['the kind was never asked for', { kind: null }, 'the cluster was not asked for this kind yet'],
    ['both were read', {}, 'one more reading of both sides is under way'],
  ])('without a state: %s', (_, more, reason) => {
    expect(certaintyOf(null, evidence(more), NOW)).toEqual({ level: 'unread', reason });
  });
});
