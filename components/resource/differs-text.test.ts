import { describe, expect, test } from 'vitest';
import type { ResourceRow } from '#lib/contract/resource-row.ts';
import { ago } from '#lib/contract/testing/samples.ts';
import { differsText } from './differs-text.ts';

type Facts = Parameters<typeof differsText>[0];
const row = (state: ResourceRow['state'], more: Partial<Facts> = {}): Facts => ({
  state,
  differs: null,
  hidden: 0,
  draftOwner: null,
  desiredStale: null,
  driftStatus: 'in_sync',
  driftOnset: null,
  ...more,
});
const asn = { first: 'spec.asn 65103 → 65199', more: 0 };

describe('what is said of a resource in one line', () => {
  test.each<[string, Facts, string | null]>([
    ['drift', row('DRIFTED', { differs: asn }), 'spec.asn 65103 → 65199'],
    ['more drift', row('DRIFTED', { differs: { ...asn, more: 2 } }), 'spec.asn 65103 → 65199 and 2 more'],
    ['drift without details', row('DRIFTED'), 'differs from Git'],
    ['nothing', row('SYNCED'), null],
    ['not read', row(null), 'not read yet'],
    ['a draft', row('DRAFT', { draftOwner: 'engineer' }), 'draft by engineer'],
    ['a draft of nobody', row('DRAFT'), 'draft'],
    [
      'a draft over drift hides no drift',
      row('DRAFT', { draftOwner: 'engineer', driftStatus: 'spec_drift', driftOnset: ago(9), differs: asn }),
      'draft by engineer; spec.asn 65103 → 65199',
    ],
    [
      'a draft over what Git brought and nobody deployed',
      row('DRAFT', { draftOwner: 'engineer', driftStatus: 'spec_drift', differs: asn }),
      'draft by engineer; awaited: spec.asn 65103 → 65199',
    ],
    [
      'a draft over what is still to be created',
      row('DRAFT', {
        draftOwner: 'engineer',
        driftStatus: 'creation_pending',
        differs: { first: 'to be created', more: 0 },
      }),
      'draft by engineer',
    ],
    ['a commit', row('COMMITTED'), 'waits for the next Git sync'],
    ['waiting', row('PENDING'), 'to be deployed'],
    [
      'a change that Git brought',
      row('PENDING', { driftStatus: 'spec_drift', differs: { ...asn, more: 1 } }),
      'awaited: spec.asn 65103 → 65199 and 1 more',
    ],
    [
      'waiting for creation',
      row('PENDING', { differs: { first: 'to be created', more: 0 } }),
      'to be created',
    ],
    ['an orphan', row('ORPHANED'), 'in the cluster, not in Git'],
    ['what only rules hide', row('SYNCED', { hidden: 1 }), '1 field hidden by rules'],
    [
      'what rules hide beside drift',
      row('DRIFTED', { hidden: 2, differs: asn }),
      '2 fields hidden by rules; spec.asn 65103 → 65199',
    ],
    ['two documents', row('SYNCED', { desiredStale: 'ambiguous' }), 'two documents in Git claim this name'],
    [
      'a broken file',
      row('DRIFTED', { desiredStale: 'unreadable', differs: asn }),
      'its file in Git cannot be read',
    ],
  ])('%s', (_, facts, text) => {
    expect(differsText(facts)).toBe(text);
  });
});
