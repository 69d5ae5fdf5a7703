import { describe, expect, test } from 'vitest';
import { createProofRetries, gitRetryMs, withJitter } from './schedule.ts';

describe('proofs', () => {
  test('nothing waits that was never tried', () => {
    const retries = createProofRetries();
    expect(retries.isDue('VPC', 0)).toBe(true);
    expect(retries.soonest()).toBe(Number.POSITIVE_INFINITY);
  });

  test('a kind that cannot be proven waits longer each time, at most half a minute, and holds up no other', () => {
    const retries = createProofRetries();
    const waits: number[] = [];
    for (let now = 0; waits.length < 7; now = retries.soonest()) {
      retries.tried('Switch', true, now);
      waits.push(retries.soonest() - now);
      expect(retries.isDue('Switch', retries.soonest() - 1)).toBe(false);
      expect(retries.isDue('Switch', retries.soonest())).toBe(true);
      expect(retries.isDue('VPC', now)).toBe(true);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  test('the first of several kinds is told, and success forgets the failures before', () => {
    const retries = createProofRetries();
    retries.tried('Switch', true, 0);
    retries.tried('Switch', true, 1_000);
    retries.tried('VPC', true, 500);
    expect(retries.soonest()).toBe(1_500);
    retries.tried('VPC', false, 1_500);
    expect(retries.soonest()).toBe(3_000);
    retries.tried('Switch', false, 3_000);
    retries.tried('Switch', true, 4_000);
    expect(retries.soonest()).toBe(5_000);
  });
});

test('what nobody wants any more is waited for no longer', () => {
  const retries = createProofRetries();
  retries.tried('Switch', true, 0);
  retries.tried('VPC', true, 500);
  retries.keepOnly(new Set(['VPC']));
  expect(retries.soonest()).toBe(1_500);
  retries.keepOnly(new Set());
  expect(retries.soonest()).toBe(Number.POSITIVE_INFINITY);
});

test('a failing Git sync is tried more and more seldom, but within five minutes or the interval', () => {
  expect([1, 2, 3, 4, 5].map((failures) => gitRetryMs(30_000, failures))).toEqual([
    30_000, 60_000, 120_000, 240_000, 300_000,
  ]);
  expect(gitRetryMs(3_600_000, 7)).toBe(3_600_000);
});

test('an interval varies by a tenth', () => {
  expect([0, 0.5, 1].map((chance) => Math.round(withJitter(1_000, () => chance)))).toEqual([
    900, 1_000, 1_100,
  ]);
});
