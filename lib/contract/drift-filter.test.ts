import { expect, test } from 'vitest';
import { EVERY_DRIFT, formatDriftFilter, parseDriftFilter } from './drift-filter.ts';

const parse = (query: string) => parseDriftFilter(new URLSearchParams(query));

test('what is usual leaves the address alone', () => {
  expect(formatDriftFilter(EVERY_DRIFT)).toBe('');
  expect(parse('')).toEqual(EVERY_DRIFT);
});

test('a filter survives its address', () => {
  const filter = { class: 'dropped', group: 'writer' } as const;
  expect(formatDriftFilter(filter)).toBe('class=dropped&group=writer');
  expect(parse(formatDriftFilter(filter))).toEqual(filter);
});

test('an address with what nobody knows shows the usual', () => {
  expect(parse('class=defaulted&group=moon')).toEqual(EVERY_DRIFT);
});
