import { describe, expect, test } from 'vitest';
import type { FabricSummary, KindDrift } from '#lib/contract/fabric-summary.ts';
import {
  clusterReading,
  fabricSummary,
  kindDrift,
  kindReading,
  kindSummary,
  NOW,
  stateCounts,
} from '#lib/contract/testing/samples.ts';
import { fabricMark } from './fabric-mark.ts';
import { byUrgency, needsSomebody } from './fabric-urgency.ts';

type Worst = KindDrift['worst'];
const fabric = (name: string, sync: FabricSummary['sync'], worst: Worst = 'none') =>
  fabricSummary({
    name,
    sync,
    kinds: [kindSummary({ drift: kindDrift({ worst }) })],
  });

describe('most urgent first', () => {
  test('proven critical drift, then what cannot be read, then the rest by severity and name', () => {
    const sorted = [
      fabric('calm-b', 'in_sync'),
      fabric('calm-a', 'in_sync'),
      fabric('deploying', 'syncing'),
      fabric('low', 'out_of_sync', 'low'),
      fabric('high', 'out_of_sync', 'high'),
      fabric('new', 'never_synced'),
      fabric('away', 'unknown'),
      fabric('broken', 'error'),
      fabric('critical', 'out_of_sync', 'critical'),
    ].sort(byUrgency(NOW));
    expect(sorted.map(({ name }) => name)).toEqual([
      'critical',
      'broken',
      'away',
      'high',
      'low',
      'new',
      'deploying',
      'calm-a',
      'calm-b',
    ]);
  });

  test('critical drift that was seen before the cluster went away does not come first', () => {
    const away = {
      ...fabric('away', 'unknown', 'critical'),
      cluster: clusterReading({ connection: 'failed' }),
    };
    const sorted = [away, fabric('critical', 'out_of_sync', 'critical')].sort(byUrgency(NOW));
    expect(sorted.map(({ name }) => name)).toEqual(['critical', 'away']);
  });

  test.each<[FabricSummary['sync'], boolean]>([
    ['error', true],
    ['unknown', true],
    ['out_of_sync', true],
    ['never_synced', false],
    ['syncing', false],
    ['in_sync', false],
  ])('%s needs somebody: %s', (sync, needs) => {
    expect(needsSomebody({ sync })).toBe(needs);
  });
});

describe('the one glyph of a fabric', () => {
  const mark = (more: Partial<FabricSummary>) => fabricMark(fabricSummary(more), NOW);
  const of = (counts: Parameters<typeof stateCounts>[0]) => ({
    kinds: [kindSummary({ counts: stateCounts(counts) })],
  });

  test.each([
    ['drift before all', of({ SYNCED: 9, DRIFTED: 1, ORPHANED: 1, unread: 3 }), 'DRIFTED'],
    ['what is not read before orphans', of({ ORPHANED: 1, unread: 1 }), 'UNKNOWN'],
    ['orphans before what waits', of({ ORPHANED: 1, PENDING: 4 }), 'ORPHANED'],
    ['all well', of({ SYNCED: 9 }), 'SYNCED'],
    ['nothing there', of({}), 'UNKNOWN'],
  ])('%s', (_, more, expected) => {
    expect(mark(more)).toBe(expected);
  });

  test('drift that was seen before the cluster went away is not proven now', () => {
    const cluster = clusterReading({ connection: 'failed' });
    expect(mark({ ...of({ DRIFTED: 3, SYNCED: 2 }), cluster })).toBe('UNKNOWN');
    expect(mark({ kinds: [kindSummary({ reading: kindReading({ availability: 'error' }) })] })).toBe(
      'UNKNOWN',
    );
  });
});
