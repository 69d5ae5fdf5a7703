import { describe, expect, test } from 'vitest';
import { provesAbsence } from './proves-absence.ts';
import type { GitReading, UnreadablePart } from './reading.ts';
import { readManifests } from './yaml/read-manifests.ts';

const identity = { group: 'vpc.githedgehog.com', kind: 'VPC', namespace: 'default', name: 'vpc-1' };

function reading(unreadable: Partial<UnreadablePart>[], text = ''): GitReading {
  const parts = unreadable.map((part) => ({
    path: 'x.yaml',
    blob: '1',
    documentIndex: 0,
    identity: null,
    text: '',
    ...part,
  }));
  const file = { ...readManifests(text, 'ok.yaml'), unreadable: parts };
  return {
    revision: '1',
    directory: '',
    tree: '1',
    directoryMissing: false,
    files: [file],
    ambiguous: [],
    ...file,
  };
}

describe('provesAbsence', () => {
  test('a resource that stands in a document is not absent', () => {
    const text = 'apiVersion: vpc.githedgehog.com/v1beta1\nkind: VPC\nmetadata: {name: vpc-1}\n';
    expect(provesAbsence(reading([], text), identity, null)).toBe(false);
    expect(provesAbsence(reading([], text), { ...identity, name: 'vpc-2' }, null)).toBe(true);
  });

  test.each<[string, Partial<UnreadablePart>, boolean]>([
    ['in the file that had it', { path: 'old.yaml' }, false],
    ['in the file that had it, not even fetched', { path: 'old.yaml', text: null }, false],
    ['that names it', { text: 'kind: VPC\n  name: vpc-1\n  {' }, false],
    ['that names it in quotes', { text: '{"name":"vpc-1"' }, false],
    ['that names others that start or end like it', { text: 'name: vpc-10, a.vpc-1, vpc-1.b, xvpc-1' }, true],
    ['known to be about it', { identity }, false],
    [
      'known to be about another',
      { path: 'old.yaml', identity: { ...identity, name: 'other' }, text: 'vpc-1' },
      true,
    ],
    ['elsewhere', { text: 'nothing of it' }, true],
    ['elsewhere, not fetched', { text: null }, true],
  ])('with a part that cannot be read, %s', (_, part, absent) => {
    expect(provesAbsence(reading([part]), identity, 'old.yaml')).toBe(absent);
  });
});
