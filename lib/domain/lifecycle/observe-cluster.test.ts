import { describe, expect, test } from 'vitest';
import type { ActualFacts } from './facts.ts';
import type { ClusterObservation } from './observe-cluster.ts';
import { compareResourceVersions, observeCluster } from './observe-cluster.ts';
import { actualFacts, at, clusterHas, facts, gitHas, given, inState, settled } from './testing/situations.ts';

const NOW = at(5);
const synced = given(inState('SYNCED'), gitHas('a'), clusterHas('a'), settled).facts;

const present = (content: string, more: Partial<ActualFacts> = {}): ClusterObservation => ({
  kind: 'present',
  actual: actualFacts(content, { resourceVersion: '200', ...more }),
});

const absent = (epoch: number, resourceVersion: string | null): ClusterObservation => ({
  kind: 'absent',
  epoch,
  resourceVersion,
});

describe('resourceVersions are ordered as the API server orders them', () => {
  const ordered = ['0', '9', '10', '99', '9007199254740992', '9007199254740993', '1'.padEnd(40, '0')];

  test.each(ordered.flatMap((a, i) => ordered.map((b, j) => [a, b, Math.sign(i - j)] as const)))(
    '%s against %s is %i',
    (a, b, expected) => {
      expect(compareResourceVersions(a, b)).toBe(expected);
    },
  );

  test('leading zeros are no difference, and words are compared as words', () => {
    expect(compareResourceVersions('007', '7')).toBe(0);
    expect(compareResourceVersions('a', 'b')).toBe(-1);
    expect(compareResourceVersions('b', 'a')).toBe(1);
    expect(compareResourceVersions('a', 'a')).toBe(0);
    expect(compareResourceVersions('9', 'a')).toBe(-1);
    expect(compareResourceVersions('a', '9')).toBe(1);
  });
});

describe('an object', () => {
  test('that was not there before is taken', () => {
    const blank = given().facts;
    expect(observeCluster(blank, present('a'), NOW)).toEqual({
      ...blank,
      actual: actualFacts('a', { resourceVersion: '200' }),
      actualUpdatedAt: NOW,
    });
  });

  test('with other content is taken, from this moment on', () => {
    expect(observeCluster(synced, present('b'), NOW)).toEqual({
      ...synced,
      actual: actualFacts('b', { resourceVersion: '200' }),
      actualUpdatedAt: NOW,
    });
  });

  test('whose status alone moved returns the very same facts', () => {
    expect(observeCluster(synced, present('a', { generation: 1 }), NOW)).toBe(synced);
  });

  test('that begins to be deleted is a change, though its content is the same', () => {
    expect(observeCluster(synced, present('a', { deleting: true }), NOW).actual?.deleting).toBe(true);
  });

  test('that is older than the one held is dropped, however close or far', () => {
    const huge = given(clusterHas('a', { resourceVersion: '9007199254740993' })).facts;
    expect(observeCluster(huge, present('b', { resourceVersion: '9007199254740992' }), NOW)).toBe(huge);
    expect(observeCluster(huge, present('b', { resourceVersion: '9' }), NOW)).toBe(huge);
    expect(
      observeCluster(huge, present('b', { resourceVersion: '9007199254740994' }), NOW).actual?.hash,
    ).toBe('live b');
  });

  test('of a later epoch is taken though its number is smaller, and is a change of itself', () => {
    const restored = observeCluster(synced, present('a', { epoch: 2, resourceVersion: '3' }), NOW);
    expect(restored).toMatchObject({ actual: { epoch: 2, resourceVersion: '3' }, actualUpdatedAt: NOW });
  });

  test('of a former epoch is dropped though its number is greater', () => {
    const second = given(clusterHas('a', { epoch: 2, resourceVersion: '3' })).facts;
    expect(observeCluster(second, present('b', { epoch: 1, resourceVersion: '900' }), NOW)).toBe(second);
  });

  test('that was made anew under the same name answers no deletion that was asked of the one before', () => {
    const asked = given(facts(synced), facts({ deletionRequestedAt: at(3) })).facts;
    expect(observeCluster(asked, present('b'), NOW).deletionRequestedAt).toBe(at(3));
    expect(
      observeCluster(asked, present('a', { uid: 'uid-2', hash: 'live a2' }), NOW).deletionRequestedAt,
    ).toBeNull();
  });
});

describe('absence', () => {
  test('by a DELETED event or a complete listing takes the object and answers the deletion asked for', () => {
    const asked = given(facts(synced), facts({ deletionRequestedAt: at(3) })).facts;
    expect(observeCluster(asked, absent(1, '200'), NOW)).toEqual({
      ...asked,
      actual: null,
      actualUpdatedAt: NOW,
      deletionRequestedAt: null,
    });
  });

  test('at the version held counts, and so does one without a version', () => {
    expect(observeCluster(synced, absent(1, '100'), NOW).actual).toBeNull();
    expect(observeCluster(synced, absent(1, null), NOW).actual).toBeNull();
  });

  test('that is older than the object held is dropped', () => {
    expect(observeCluster(synced, absent(1, '99'), NOW)).toBe(synced);
    expect(observeCluster(synced, absent(0, '900'), NOW)).toBe(synced);
  });

  test('in a later epoch counts', () => {
    expect(observeCluster(synced, absent(2, '3'), NOW).actual).toBeNull();
  });

  test('of what was absent returns the very same facts', () => {
    const blank = given().facts;
    expect(observeCluster(blank, absent(1, '200'), NOW)).toBe(blank);
  });
});
