import { expect, test } from 'vitest';
import { EMPTY_FILTER } from '#lib/contract/resource-filter.ts';
import { nextSort } from './next-sort.ts';

test('a column goes from ascending to descending and back to the most urgent first', () => {
  const first = nextSort(EMPTY_FILTER, 'name');
  const second = nextSort({ ...EMPTY_FILTER, ...first }, 'name');
  const third = nextSort({ ...EMPTY_FILTER, ...second }, 'name');
  expect([first, second, third]).toEqual([
    { sort: 'name', descending: false },
    { sort: 'name', descending: true },
    { sort: 'urgency', descending: false },
  ]);
});

test('another column begins ascending', () => {
  expect(nextSort({ ...EMPTY_FILTER, sort: 'name', descending: true }, 'since')).toEqual({
    sort: 'since',
    descending: false,
  });
});
