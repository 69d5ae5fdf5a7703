import { describe, expect, test } from 'vitest';
import type { ResourceVerb } from '#lib/contract/resource-detail.ts';
import type { Situation } from '#lib/domain/lifecycle/situation.ts';
import { drafted } from '#lib/domain/lifecycle/testing/situations.ts';
import { draft, drifted, orphaned, pending, synced } from '#lib/domain/lifecycle/testing/six-states.ts';
import { actionOffers, type Place } from './action-offers.ts';

const VIEWER = draft.facts.draft?.owner ?? '';
const NOTHING_HELD = { heldRevision: null, heldSet: null, releasedSet: null };
const SANDBOX: Place = { name: 'lab', status: 'active', sandbox: true, ...NOTHING_HELD };
const offers = (s: Situation, place = SANDBOX) => actionOffers(s, place, VIEWER);
const available = (s: Situation) => offers(s).flatMap(({ verb, available: yes }) => (yes ? [verb] : []));
const offerOf = (s: Situation, verb: ResourceVerb, place = SANDBOX) =>
  offers(s, place).find((offer) => offer.verb === verb);
const drafting = (s: Situation, fact: ReturnType<typeof drafted>) => fact(s);

describe('what is offered', () => {
  test.each<[string, Situation, ResourceVerb[]]>([
    ['synced', synced, ['edit', 'delete']],
    ['drifted', drifted, ['edit', 'delete']],
    ['an orphan', orphaned, ['edit', 'import']],
    ['waiting for its deployment', pending, []],
    [
      'a draft, which can be typed on and turned into a deletion',
      draft,
      ['edit', 'commit', 'discard', 'delete'],
    ],
    ['a draft that deletes', drafting(draft, drafted(null, {}, 'SYNCED')), ['edit', 'commit', 'discard']],
  ])('%s', (_, s, expected) => {
    expect(available(s)).toEqual(expected);
  });

  test('everything is answered, with a reason wherever it is not possible', () => {
    for (const s of [synced, drifted, orphaned, pending, draft]) {
      expect(offers(s).map(({ verb }) => verb)).toEqual(['edit', 'commit', 'discard', 'import', 'delete']);
      for (const { available: yes, reason } of offers(s)) expect(reason === null).toBe(yes);
    }
  });
});

describe('while a revision is held', () => {
  const held = { ...SANDBOX, heldRevision: 'c0ffee1d0e8b', heldSet: 'a set' };

  test.each<[ResourceVerb, Situation]>([
    ['commit', draft],
    ['import', orphaned],
  ])('%s would write onto it', (verb, s) => {
    const reason = 'revision c0ffee1 is held; let it go or revert it first';
    expect(offerOf(s, verb, held)).toEqual({ verb, available: false, reason, path: [] });
    expect(offerOf(s, verb, { ...held, releasedSet: 'a set' })?.available).toBe(true);
  });

  test('what was not possible anyway keeps its own reason, and drafts go on', () => {
    expect(offerOf(synced, 'commit', held)?.reason).toBe('there is no draft');
    expect(offerOf(synced, 'edit', held)?.available).toBe(true);
  });
});

describe("another person's draft", () => {
  const offered = actionOffers(draft, SANDBOX, 'colleague');
  test('can be taken over and committed, nothing else', () => {
    expect(offered.flatMap(({ verb, available: yes }) => (yes ? [verb] : []))).toEqual([
      'commit',
      'take_over',
    ]);
    expect(offered.find(({ verb }) => verb === 'discard')?.reason).toBe(
      `the draft is ${VIEWER}'s; take it over first`,
    );
  });
  test('in a fabric that is read-only stays as it is', () => {
    const readOnly = actionOffers(draft, { ...SANDBOX, sandbox: false }, 'colleague');
    expect(readOnly.filter(({ available: yes }) => yes)).toEqual([]);
  });
});

describe('why not', () => {
  test.each<[string, Situation, ResourceVerb, string]>([
    ['no draft to commit', synced, 'commit', 'there is no draft'],
    ['no draft to discard', drifted, 'discard', 'there is no draft'],
    ['nothing to import', synced, 'import', 'it is in Git already'],
    [
      'a deletion that is drafted',
      drafting(draft, drafted(null, {}, 'SYNCED')),
      'delete',
      'the draft deletes it already',
    ],
  ])('%s', (_, s, verb, reason) => {
    expect(offerOf(s, verb)).toMatchObject({ available: false, reason });
  });

  test('the way to a commit leads over an edit', () => {
    expect(offerOf(synced, 'commit')?.path.map(({ trigger }) => trigger)).toEqual(['edit', 'commit']);
  });

  test.each([
    [{ ...SANDBOX, sandbox: false }, /only the sandbox takes changes/],
    [{ ...SANDBOX, status: 'decommissioned' as const }, /lab is decommissioned and read-only/],
  ])('the whole fabric is read-only', (place, reason) => {
    for (const offer of offers(synced, place)) {
      expect(offer).toMatchObject({ available: false, path: [] });
      expect(offer.reason).toMatch(reason);
    }
  });
});
