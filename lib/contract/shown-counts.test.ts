import { expect, test } from 'vitest';
import { shownCounts } from './shown-counts.ts';
import {
  ago,
  clusterReading,
  fabricSummary,
  kindReading,
  kindSummary,
  NOW,
  stateCounts,
} from './testing/samples.ts';

const counts = stateCounts({ SYNCED: 47, DRIFTED: 4, DRAFT: 2, unread: 1 });

test('what is proven is shown as it is, what has no state as unknown', () => {
  const shown = shownCounts(fabricSummary({ kinds: [kindSummary({ counts })] }), NOW);
  expect(shown.counts).toMatchObject({ SYNCED: 47, DRIFTED: 4, DRAFT: 2, UNKNOWN: 1 });
  expect(shown).toMatchObject({ total: 54, lastProvenAt: null });
});

test('of what Git has only a last good side, the state is unknown', () => {
  const kinds = [kindSummary({ counts: stateCounts({ SYNCED: 2, stale: 1 }) })];
  expect(shownCounts(fabricSummary({ kinds }), NOW)).toMatchObject({
    counts: { SYNCED: 2, UNKNOWN: 1 },
    total: 3,
  });
});

test('an unreachable cluster leaves only drafts and commits known', () => {
  const cluster = clusterReading({ connection: 'failed', error: 'refused' });
  const kinds = [kindSummary({ counts, reading: kindReading({ observedThrough: ago(360) }) })];
  const shown = shownCounts(fabricSummary({ cluster, kinds }), NOW);
  expect(shown.counts).toMatchObject({ SYNCED: 0, DRIFTED: 0, DRAFT: 2, UNKNOWN: 52 });
  expect(shown.lastProvenAt).toBe(ago(360));
});

test('a kind that cannot be read takes only its own resources into the unknown', () => {
  const kinds = [
    kindSummary({ counts: stateCounts({ SYNCED: 5 }) }),
    kindSummary({
      kind: 'Switch',
      reading: kindReading({ availability: 'forbidden' }),
      counts: stateCounts({ SYNCED: 7 }),
    }),
    kindSummary({ kind: 'Server', reading: null, counts: stateCounts({ PENDING: 2 }) }),
  ];
  expect(shownCounts(fabricSummary({ kinds }), NOW).counts).toMatchObject({
    SYNCED: 5,
    PENDING: 0,
    UNKNOWN: 9,
  });
});

test('the last proof is the oldest of what is unknown', () => {
  const silent = (age: number, kind: string) =>
    kindSummary({
      kind,
      reading: kindReading({ observedThrough: ago(age) }),
      counts: stateCounts({ SYNCED: 1 }),
    });
  const shown = shownCounts(fabricSummary({ kinds: [silent(300, 'VPC'), silent(900, 'Switch')] }), NOW);
  expect(shown.lastProvenAt).toBe(ago(900));
});
