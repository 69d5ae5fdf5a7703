import { expect, test } from 'vitest';
import type { ActionOffer, ResourceDetail } from '#lib/contract/resource-detail.ts';
import { ago } from '#lib/contract/testing/samples.ts';
import { goneText } from './gone-text.ts';

const draft: NonNullable<ResourceDetail['draft']> = {
  owner: 'engineer',
  updatedAt: ago(9),
  deletes: false,
  conflicted: false,
  commitLost: false,
  parses: true,
  text: 'a: 1',
  baseText: null,
  baseCommit: null,
};
const offer = (verb: ActionOffer['verb'], reason: string | null): ActionOffer => ({
  verb,
  available: reason === null,
  reason,
  path: [],
});

test('nothing is gone while the verb is possible', () => {
  expect(goneText('discard', { actions: [offer('discard', null)], draft, state: 'DRAFT' })).toBeNull();
});

test.each([
  ['COMMITTED' as const, 'The draft is gone: it was committed meanwhile.'],
  ['SYNCED' as const, 'The draft is gone: it was committed or discarded elsewhere meanwhile.'],
])('a draft that is gone from a resource that is %s', (state, text) => {
  const actions = [offer('discard', 'there is no draft'), offer('commit', 'there is no draft')];
  expect(goneText('discard', { actions, draft: null, state })).toBe(text);
  expect(goneText('take_over', { actions, draft: null, state })).toBe(text);
});

test('what is refused by now says why, and what is not offered at all that it is not', () => {
  const actions = [offer('delete', 'the draft deletes it already')];
  expect(goneText('delete', { actions, draft, state: 'DRAFT' })).toBe(
    'Not possible any more: the draft deletes it already.',
  );
  expect(goneText('import', { actions, draft: null, state: 'SYNCED' })).toBe(
    'Not possible any more: the resource is another one by now.',
  );
});
