import { expect, test } from 'vitest';
import { parseUntil } from './parse-until.ts';

const NOW = Date.parse('2026-11-24T14:00:00.000Z');

test.each([
  ['30d', '2026-12-24T14:00:00.000Z'],
  ['12h', '2026-11-25T02:00:00.000Z'],
  ['45m', '2026-11-24T14:45:00.000Z'],
  ['100000d', '2300-09-09T14:00:00.000Z'],
  ['2026-12-31', '2027-01-01T00:00:00.000Z'],
  ['2026-12-31T18:00:00+01:00', '2026-12-31T17:00:00.000Z'],
])('%s', (text, expected) => {
  expect(parseUntil(text, NOW).toISOString()).toBe(expected);
});

test.each(['', 'tomorrow', '30', '-3d', '2026-02-31', '2026-13-01', '31.12.2026', '2026-12-31T18:00:00'])(
  '%j is no end, and examples are given',
  (text) => {
    expect(() => parseUntil(text, NOW)).toThrow(/is no end\. Write for example 30d/);
  },
);
