import { describe, expect, test } from 'vitest';
import type { ActualSide, DesiredSide, DraftSide } from '#lib/contract/resource-detail.ts';
import { ago, resourceDetail } from '#lib/contract/testing/samples.ts';
import { comparisonViews } from './comparison-views.ts';

const desired: DesiredSide = {
  apiVersion: 'v1',
  text: 'git text',
  hash: 'h',
  commit: 'c',
  path: 'a.yaml',
  documentIndex: 0,
  revision: 1,
  updatedAt: null,
  stale: null,
};
const actual: ActualSide = {
  apiVersion: 'v1',
  text: 'live text',
  hash: 'h',
  uid: 'u',
  resourceVersion: '1',
  generation: 1,
  deleting: false,
  updatedAt: null,
  readAt: null,
};
const draft: DraftSide = {
  owner: 'engineer',
  updatedAt: ago(0),
  deletes: false,
  conflicted: false,
  commitLost: false,
  parses: true,
  text: 'draft text',
  baseText: null,
  baseCommit: null,
};
const compared = { desired: 'left', actual: 'right', real: { desired: [], actual: [] } };
const views = (more: Parameters<typeof resourceDetail>[0]) => comparisonViews(resourceDetail(more));
const words = (more: Parameters<typeof resourceDetail>[0]) => views(more).map(({ word }) => word);
const sentence = (more: Parameters<typeof resourceDetail>[0]) => {
  const [first] = views(more);
  return first?.kind === 'sentence' ? first.text : null;
};

describe('the ways to look at the sides', () => {
  test.each([
    [
      'both sides and a draft',
      { desired, actual, draft, compared },
      ['Fields', 'YAML', 'Draft', 'Git', 'Cluster'],
    ],
    ['both sides', { desired, actual, compared }, ['Fields', 'YAML', 'Git', 'Cluster']],
    ['Git alone', { desired }, ['Fields', 'Git']],
    ['the cluster alone', { actual }, ['Fields', 'Cluster']],
    ['a draft alone', { draft }, ['Fields', 'Draft']],
  ])('%s', (_, sides, expected) => {
    expect(words(sides)).toEqual(expected);
  });

  test('the draft is compared with what Git has now', () => {
    expect(views({ desired, draft }).find(({ id }) => id === 'draft')).toMatchObject({
      left: 'git text',
      right: 'draft text',
    });
    expect(views({ draft }).find(({ id }) => id === 'draft')).toMatchObject({ left: '' });
  });
});

describe('without a difference a sentence says so', () => {
  test.each([
    ['equal', { desired, actual, compared }, 'Git and cluster have the same in every field.'],
    ['only in Git', { desired }, 'Git declares it; the cluster does not have it.'],
    ['only in the cluster', { actual }, 'The cluster has it; no document in Git declares it.'],
    ['nowhere', {}, 'It is neither in Git nor in the cluster yet.'],
    [
      'to be deleted',
      { desired, draft: { ...draft, deletes: true, text: null } },
      'The draft removes the document from Git.',
    ],
  ])('%s', (_, sides, text) => {
    expect(sentence(sides)).toBe(text);
  });

  test('but changes of a draft are fields', () => {
    const draftChanges = [{ path: 'spec.vlan', desired: '1', draft: '2' }];
    expect(views({ desired, draft, draftChanges })[0]).toMatchObject({ kind: 'fields' });
  });
});
