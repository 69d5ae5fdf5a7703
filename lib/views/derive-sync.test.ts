import { describe, expect, test } from 'vitest';
import {
  ago,
  clusterReading,
  gitReading,
  heldRevision,
  kindReading,
  kindSummary,
  NOW,
  stateCounts,
} from '#lib/contract/testing/samples.ts';
import { deriveSync, type SyncFacts } from './derive-sync.ts';

const sync = (more: Partial<SyncFacts>) =>
  deriveSync(
    { git: gitReading(), cluster: clusterReading(), kinds: [kindSummary()], outOfSync: 0, ...more },
    NOW,
  );
const counted = (counts: Parameters<typeof stateCounts>[0]) => ({
  kinds: [kindSummary({ counts: stateCounts(counts) })],
});

describe('the sync of a fabric', () => {
  test.each<[string, Partial<SyncFacts>, string]>([
    ['every resource synced', {}, 'in_sync'],
    ['no resource at all', counted({}), 'in_sync'],
    ['a draft over agreeing sides', counted({ SYNCED: 2, DRAFT: 1 }), 'in_sync'],
    ['something committed', counted({ SYNCED: 2, COMMITTED: 1 }), 'syncing'],
    ['something waiting within grace', counted({ PENDING: 1 }), 'syncing'],
    [
      'something that is not as it should be',
      { ...counted({ DRIFTED: 1, PENDING: 1 }), outOfSync: 1 },
      'out_of_sync',
    ],
    ['the last Git sync failed', { git: gitReading({ error: 'timeout' }), outOfSync: 1 }, 'error'],
    ['a revision that is held', { git: gitReading({ held: heldRevision() }) }, 'out_of_sync'],
    [
      'a revision that is held, over a cluster that does not answer',
      { git: gitReading({ held: heldRevision() }), cluster: clusterReading({ connection: 'failed' }) },
      'out_of_sync',
    ],
    [
      'a failed sync over a held revision',
      { git: gitReading({ error: 'timeout', held: heldRevision() }) },
      'error',
    ],
    ['never read', { git: gitReading({ readAt: null }) }, 'never_synced'],
    ['something not read yet', counted({ SYNCED: 2, unread: 1 }), 'unknown'],
    [
      'drift beside something not read yet',
      { ...counted({ DRIFTED: 1, unread: 1 }), outOfSync: 1 },
      'out_of_sync',
    ],
  ])('%s', (_, more, expected) => {
    expect(sync(more)).toBe(expected);
  });

  test.each<[string, Partial<SyncFacts>]>([
    ['an unreachable cluster', { cluster: clusterReading({ connection: 'failed' }) }],
    ['a silent cluster', { cluster: clusterReading({ observedThrough: ago(900) }) }],
    ['a cluster that was never listed', { cluster: clusterReading({ observedThrough: null }) }],
    [
      'a kind that may not be read',
      { kinds: [kindSummary({ reading: kindReading({ availability: 'forbidden' }) })] },
    ],
  ])('%s can never show in sync', (_, more) => {
    expect(sync(more)).toBe('unknown');
    expect(sync({ ...counted({}), ...more })).not.toBe('in_sync');
  });
});
