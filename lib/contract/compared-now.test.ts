import { expect, test } from 'vitest';
import { comparedNow } from './compared-now.ts';
import type { ComparedKind } from './fabric-drift.ts';
import {
  ago,
  clusterReading,
  fabricSummary,
  gitReading,
  kindReading,
  kindSummary,
  NOW,
} from './testing/samples.ts';

const vpcs: ComparedKind = {
  group: 'vpc.githedgehog.com',
  kind: 'VPC',
  total: 9,
  equal: 5,
  suspected: 1,
  uncompared: 1,
  counts: { real: 2, dropped: 1, ignored: 0 },
};
const switches: ComparedKind = {
  group: 'wiring.githedgehog.com',
  kind: 'Switch',
  total: 4,
  equal: 4,
  suspected: 0,
  uncompared: 0,
  counts: { real: 1, dropped: 0, ignored: 3 },
};
const fabric = fabricSummary({
  kinds: [
    kindSummary({ reading: kindReading({ observedThrough: ago(4) }) }),
    kindSummary({ group: switches.group, kind: 'Switch', reading: kindReading({ observedThrough: ago(2) }) }),
  ],
});

const NONE = { real: 0, dropped: 0, ignored: 0 };

test('what is proven adds up, as old as its oldest proof', () => {
  const git = gitReading({ readAt: ago(1) });
  expect(comparedNow([vpcs, switches], { ...fabric, git }, NOW)).toEqual({
    total: 13,
    equal: 9,
    suspected: 1,
    uncompared: 1,
    counts: { real: 3, dropped: 1, ignored: 3 },
    provenAt: ago(4),
  });
});

test('of a kind that cannot be read, or that nobody asked for, nothing was compared', () => {
  const forbidden = kindSummary({ reading: kindReading({ availability: 'forbidden' }) });
  const compared = comparedNow([vpcs, switches], { ...fabric, kinds: [forbidden] }, NOW);
  expect(compared).toEqual({
    total: 13,
    equal: 0,
    suspected: 0,
    uncompared: 13,
    counts: NONE,
    provenAt: null,
  });
});

test('time alone takes the proof away', () => {
  const stale = { ...fabric, cluster: clusterReading({ observedThrough: ago(4) }) };
  expect(comparedNow([switches], stale, NOW + 3_600_000)).toMatchObject({
    equal: 0,
    uncompared: 4,
    counts: NONE,
  });
});

test('nothing at all is proven by nothing', () => {
  expect(comparedNow([], fabric, NOW)).toEqual({
    total: 0,
    equal: 0,
    suspected: 0,
    uncompared: 0,
    counts: NONE,
    provenAt: null,
  });
});
