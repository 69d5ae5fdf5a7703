import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RESOURCE_STATES, SEVERITIES } from '../domain/lifecycle/states.ts';
import {
  EMPTY_FILTER,
  formatResourceFilter,
  isUnfiltered,
  parseResourceFilter,
  RESOURCE_SORTS,
  type ResourceFilter,
} from './resource-filter.ts';

const parse = (query: string) => parseResourceFilter(new URLSearchParams(query));

describe('reading', () => {
  test.each<[string, Partial<ResourceFilter>]>([
    ['', {}],
    ['state=DRIFTED,PENDING', { states: ['PENDING', 'DRIFTED'] }],
    ['state=DRIFTED&state=unread', { states: ['DRIFTED', 'unread'] }],
    ['state=drifted,NONSENSE', {}],
    ['kind=VPC,Switch', { kinds: ['VPC', 'Switch'] }],
    ['kind=VPC,,VPC, ', { kinds: ['VPC'] }],
    ['severity=critical,low', { severities: ['low', 'critical'] }],
    ['writer=kubectl-edit&owner=engineer', { writers: ['kubectl-edit'], owners: ['engineer'] }],
    ['q=%20leaf%20', { text: 'leaf' }],
    ['sort=-since', { sort: 'since', descending: true }],
    ['sort=nonsense', {}],
    ['sort=-nonsense', {}],
    ['unknown=1', {}],
  ])('%j', (query, expected) => {
    expect(parse(query)).toEqual({ ...EMPTY_FILTER, ...expected });
  });

  test('bounds what a hostile address can ask for', () => {
    const kinds = Array.from({ length: 500 }, (_, index) => `k${index}`).join(',');
    const filter = parse(`kind=${kinds}&q=${'x'.repeat(5000)}`);
    expect(filter.kinds).toHaveLength(50);
    expect(filter.text).toHaveLength(200);
  });
});

describe('writing', () => {
  test('leaves out what is empty and what is the default', () => {
    expect(formatResourceFilter(EMPTY_FILTER)).toBe('');
  });

  test('keeps commas readable', () => {
    const filter = { ...EMPTY_FILTER, states: ['DRIFTED', 'DRAFT'] as const };
    expect(formatResourceFilter({ ...filter, states: [...filter.states] })).toBe('state=DRAFT,DRIFTED');
  });

  test('equal filters give equal strings, whatever the order', () => {
    const one = { ...EMPTY_FILTER, kinds: ['VPC', 'Switch'] };
    const other = { ...EMPTY_FILTER, kinds: ['Switch', 'VPC'] };
    expect(formatResourceFilter(one)).toBe(formatResourceFilter(other));
  });

  const value = fc.stringMatching(/^[A-Za-z0-9 _&=%#+äé-]{1,12}$/).filter((text) => text === text.trim());
  const values = fc.uniqueArray(value, { maxLength: 4 });
  const filters = fc.record<ResourceFilter>({
    states: fc.subarray([...RESOURCE_STATES, 'unread']),
    kinds: values,
    severities: fc.subarray([...SEVERITIES]),
    writers: values,
    owners: values,
    text: fc.oneof(fc.constant(''), value),
    sort: fc.constantFrom(...RESOURCE_SORTS),
    descending: fc.boolean(),
  });

  test('reading gives back what was written', () => {
    const sorted = ({ kinds, writers, owners, ...rest }: ResourceFilter) => ({
      ...rest,
      kinds: [...kinds].sort(),
      writers: [...writers].sort(),
      owners: [...owners].sort(),
    });
    fc.assert(
      fc.property(filters, (filter) => {
        expect(sorted(parse(formatResourceFilter(filter)))).toEqual(sorted(filter));
      }),
    );
  });
});

describe('being without a filter', () => {
  test('an order alone is none', () => {
    expect(isUnfiltered({ ...EMPTY_FILTER, sort: 'name', descending: true })).toBe(true);
  });

  test.each<Partial<ResourceFilter>>([
    { states: ['SYNCED'] },
    { kinds: ['VPC'] },
    { severities: ['low'] },
    { writers: ['x'] },
    { owners: ['x'] },
    { text: 'x' },
  ])('%j is one', (part) => {
    expect(isUnfiltered({ ...EMPTY_FILTER, ...part })).toBe(false);
  });
});
