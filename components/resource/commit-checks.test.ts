import { describe, expect, test } from 'vitest';
import type { DesiredSide, DraftSide } from '#lib/contract/resource-detail.ts';
import { ago, gitReading } from '#lib/contract/testing/samples.ts';
import { commitChecks } from './commit-checks.ts';

const draft = (more: Partial<DraftSide> = {}): DraftSide => ({
  owner: 'engineer',
  updatedAt: ago(0),
  deletes: false,
  conflicted: false,
  commitLost: false,
  parses: true,
  text: 'new',
  baseText: 'old',
  baseCommit: 'abcdef0123',
  ...more,
});
const desired = { text: 'old' } as DesiredSide;
const failing = (facts: Partial<Parameters<typeof commitChecks>[0]>) =>
  commitChecks({ draft: draft(), desired, git: gitReading(), ...facts })
    .filter(({ passed }) => !passed)
    .map(({ name, text }) => `${name}: ${text}`);

describe('before a commit', () => {
  test.each([
    ['all is well', {}, []],
    ['a deletion differs by nature', { draft: draft({ deletes: true, text: null }) }, []],
    ['a new document has no base to differ from', { desired: null }, []],
    [
      'nothing differs',
      { draft: draft({ text: 'old' }) },
      ['Differs: nothing is saved that differs from Git'],
    ],
    ['unreadable', { draft: draft({ parses: false }) }, ['Parses: it cannot be read; the lines are marked']],
    [
      'Git moved',
      { draft: draft({ conflicted: true }) },
      ['Base: the document changed in Git since abcdef0'],
    ],
    [
      'no repository',
      { git: gitReading({ connection: 'failed', error: 'authentication failed' }) },
      ['Repository: authentication failed'],
    ],
    [
      'no draft',
      { draft: null },
      ['Differs: nothing is saved that differs from Git', 'Parses: there is no draft yet'],
    ],
  ])('%s', (_, facts, expected) => {
    expect(failing(facts)).toEqual(expected);
  });
});
