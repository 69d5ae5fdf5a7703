import { expect, test } from 'vitest';
import type { SecondOpinion } from '#lib/contract/second-opinion.ts';
import { opinionText, refusalText } from './opinion-text.ts';

const opinion = (change: Partial<SecondOpinion>): SecondOpinion => ({
  outcome: 'unchanged',
  message: null,
  changes: [],
  changeCount: 0,
  askedAt: '2026-11-24T14:02:11.000Z',
  ...change,
});

test.each([
  ['not asked yet', null],
  ['nothing would change', opinion({})],
  ['would change asn only', opinion({ outcome: 'would_change', changes: ['spec.asn'], changeCount: 1 })],
  [
    'would change metadata.labels.team only',
    opinion({ outcome: 'would_change', changes: ['metadata.labels.team'], changeCount: 1 }),
  ],
  ['would change 70 fields', opinion({ outcome: 'would_change', changes: ['spec.a'], changeCount: 70 })],
  ['refused: VLAN 1001 is taken', opinion({ outcome: 'refused', message: 'VLAN 1001 is taken' })],
  ['not permitted', opinion({ outcome: 'not_permitted', message: 'forbidden' })],
])('%s', (text, given) => {
  expect(opinionText(given)).toBe(text);
});

test('a refusal predicts that deploying fails, but for a field that only a server-side apply minds', () => {
  expect(refusalText('admission webhook "v.example.com" denied the request: no')).toMatch(
    /deploying it will fail/,
  );
  expect(refusalText(null)).toMatch(/deploying it will fail/);
  expect(refusalText('.spec.colour: field not declared in schema')).toMatch(
    /\(Argo CD\) will drop the field/,
  );
});
