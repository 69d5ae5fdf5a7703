import type { ResourceState, Severity } from '../domain/lifecycle/states.ts';
import { RESOURCE_STATES, SEVERITIES } from '../domain/lifecycle/states.ts';

export const RESOURCE_SORTS = ['urgency', 'name', 'kind', 'state', 'severity', 'since'] as const;
export type ResourceSort = (typeof RESOURCE_SORTS)[number];

/** `unread` stands for resources that have no state yet. */
export type StateFilter = ResourceState | 'unread';
const STATE_FILTERS: readonly StateFilter[] = [...RESOURCE_STATES, 'unread'];

/** Which resources of a fabric, in which order. It lives in the URL. */
export interface ResourceFilter {
  states: StateFilter[];
  kinds: string[];
  severities: Severity[];
  writers: string[];
  owners: string[];
  text: string;
  sort: ResourceSort;
  descending: boolean;
}

export const EMPTY_FILTER: ResourceFilter = {
  states: [],
  kinds: [],
  severities: [],
  writers: [],
  owners: [],
  text: '',
  sort: 'urgency',
  descending: false,
};

const LONGEST_TEXT = 200;
const MOST_VALUES = 50;

function list(params: URLSearchParams, key: string): string[] {
  const values = params.getAll(key).flatMap((value) => value.split(','));
  return [...new Set(values.map((value) => value.trim()).filter((value) => value !== ''))].slice(
    0,
    MOST_VALUES,
  );
}

function known<T extends string>(values: string[], all: readonly T[]): T[] {
  return all.filter((one) => values.includes(one));
}

/** Reads a filter from the URL. What it does not know it leaves out: an old link shows more, never an error. */
export function parseResourceFilter(params: URLSearchParams): ResourceFilter {
  const sort = params.get('sort') ?? '';
  const name = sort.startsWith('-') ? sort.slice(1) : sort;
  const [knownSort] = known([name], RESOURCE_SORTS);
  return {
    states: known(list(params, 'state'), STATE_FILTERS),
    kinds: list(params, 'kind'),
    severities: known(list(params, 'severity'), SEVERITIES),
    writers: list(params, 'writer'),
    owners: list(params, 'owner'),
    text: (params.get('q') ?? '').trim().slice(0, LONGEST_TEXT),
    sort: knownSort ?? 'urgency',
    descending: knownSort !== undefined && sort.startsWith('-'),
  };
}

/** The filter as a query string, without what is empty; equal filters give equal strings. */
export function formatResourceFilter(filter: ResourceFilter): string {
  const params = new URLSearchParams();
  const lists: [string, readonly string[]][] = [
    ['state', known(filter.states, STATE_FILTERS)],
    ['kind', [...filter.kinds].sort()],
    ['severity', known(filter.severities, SEVERITIES)],
    ['writer', [...filter.writers].sort()],
    ['owner', [...filter.owners].sort()],
  ];
  for (const [key, values] of lists) if (values.length > 0) params.set(key, values.join(','));
  if (filter.text !== '') params.set('q', filter.text);
  if (filter.sort !== 'urgency' || filter.descending)
    params.set('sort', `${filter.descending ? '-' : ''}${filter.sort}`);
  return params.toString().replaceAll('%2C', ',');
}

/** True when nothing is filtered out, whatever the order. */
export function isUnfiltered({ states, kinds, severities, writers, owners, text }: ResourceFilter): boolean {
  return text === '' && [states, kinds, severities, writers, owners].every((values) => values.length === 0);
}
