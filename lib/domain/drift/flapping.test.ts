import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  FLAPPING_WINDOW_MS,
  flappingOf,
  flappingUntil,
  REMEMBERED_ONSETS,
  rememberOnset,
} from './flapping.ts';

const minutes = (...times: number[]) => times.map((time) => time * 60_000);
const at = (time: number) => time * 60_000;
const remember = (...times: number[]) => minutes(...times).reduce<number[]>(rememberOnset, []);

describe('flapping', () => {
  test.each([
    ['no onset', [], 0, null],
    ['two', [0, 10], 10, null],
    ['three within an hour', [0, 30, 59], 59, 119],
    ['the third just an hour after the first', [0, 30, 60], 60, null],
    ['three, and nearly an hour of quiet', [0, 10, 20], 79, 80],
    ['three, and an hour of quiet', [0, 10, 20], 80, null],
    ['three long ago, and one within each hour since', [0, 10, 20, 75, 130], 130, 190],
    ['three, an hour of quiet, and one more', [0, 10, 20, 80], 80, null],
    ['one every forty minutes', [0, 40, 80, 120, 160], 160, null],
  ])('%s', (_, onsets, now, until) => {
    expect(flappingUntil(remember(...onsets), at(now))).toBe(until === null ? null : at(until));
  });

  test('remembers what belongs together, and only the latest of it', () => {
    expect(remember(0, 59, 118)).toEqual(minutes(0, 59, 118));
    expect(remember(0, 59, 119)).toEqual(minutes(119));
    const many = Array.from({ length: 50 }, (_, i) => i);
    expect(remember(...many)).toEqual(minutes(...many.slice(-REMEMBERED_ONSETS)));
  });

  test('says what was measured, from the first that is remembered to the last', () => {
    expect(flappingOf(remember(0, 10, 20, 75, 130), at(140))).toEqual({
      times: 5,
      first: at(0),
      last: at(130),
      until: at(190),
    });
    expect(flappingOf(remember(0, 10, 20), at(80))).toBeNull();
    expect(flappingOf([], at(0))).toBeNull();
  });

  test('ends exactly an hour after the last onset, whatever came before', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 2 * FLAPPING_WINDOW_MS }), { maxLength: 30 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 0, max: 2 * FLAPPING_WINDOW_MS }), (steps, later) => {
        const times = steps.map((_, i) => steps.slice(0, i + 1).reduce((sum, gap) => sum + gap, 0));
        const onsets = times.reduce<number[]>(rememberOnset, []);
        const last = onsets.at(-1) ?? 0;
        const until = flappingUntil(onsets, last + later);
        expect(flappingUntil(onsets, last + later)).toBe(until);
        expect(until === null || until === last + FLAPPING_WINDOW_MS).toBe(true);
        expect(flappingUntil(onsets, last + FLAPPING_WINDOW_MS)).toBeNull();
        if (later < FLAPPING_WINDOW_MS) expect(until).toBe(flappingUntil(onsets, last));
      }),
    );
  });
});
