import { describe, expect, test } from 'vitest';
import { absoluteText, momentText, timeText } from './clock-text.ts';

const at = (text: string) => Date.parse(text);
const NOW = at('2026-11-24T14:11:00Z');

describe('a moment near now', () => {
  test.each([
    ['the same day', '2026-11-24T13:02:11Z', 'UTC', '13:02'],
    ['midnight as 00', '2026-11-24T00:00:00Z', 'UTC', '00:00'],
    ['yesterday', '2026-11-23T18:22:00Z', 'UTC', 'yesterday 18:22'],
    ['within the week', '2026-11-20T09:14:00Z', 'UTC', 'Fri 09:14'],
    ['earlier this year', '2026-11-03T09:14:00Z', 'UTC', '3 Nov 09:14'],
    ['another year', '2025-11-03T09:14:00Z', 'UTC', '3 Nov 2025'],
    ['in the future', '2026-12-01T09:14:00Z', 'UTC', '1 Dec 09:14'],
    ['in another zone', '2026-11-24T13:02:11Z', 'Asia/Tokyo', '22:02'],
    ['where the day is another', '2026-11-23T23:30:00Z', 'Europe/Berlin', '00:30'],
  ])('%s', (_, moment, zone, text) => {
    expect(momentText(at(moment), NOW, zone)).toBe(text);
  });

  test('shortly after midnight an evening is no yesterday', () => {
    const now = at('2026-11-24T00:05:00Z');
    expect(momentText(at('2026-11-23T23:46:00Z'), now, 'UTC')).toBe('23:46');
    expect(momentText(at('2026-11-23T11:00:00Z'), now, 'UTC')).toBe('yesterday 11:00');
  });

  test('seconds where they matter', () => {
    expect(momentText(at('2026-11-24T13:02:11Z'), NOW, 'UTC', true)).toBe('13:02:11');
    expect(timeText(at('2026-11-24T13:02:11Z'), 'America/New_York', true)).toBe('08:02:11');
  });
});

test('the whole moment names its zone', () => {
  expect(absoluteText(at('2026-11-24T13:02:11Z'), 'UTC')).toBe('24 Nov 2026, 13:02:11 UTC');
  expect(absoluteText(at('2026-11-24T13:02:11Z'), 'Europe/Berlin')).toBe('24 Nov 2026, 14:02:11 CET');
});
