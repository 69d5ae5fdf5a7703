import { describe, expect, test } from 'vitest';
import type { DifferenceRow } from '#lib/contract/resource-detail.ts';
import { ago, resourceDetail } from '#lib/contract/testing/samples.ts';
import * as evidence from './evidence-text.ts';
import { fieldRows } from './field-rows.ts';

type Arguments = Parameters<typeof fieldRows>;
const PROVEN = { level: 'proven', provenAt: ago(4) } as const;
const UNKNOWN = { level: 'unknown', provenAt: ago(90), reason: 'Git: c0ffee1 is held' } as const;
const scoreText = (verdict: Parameters<typeof evidence.scoreText>[0]) => evidence.scoreText(verdict, PROVEN);
const evidenceText = (detail: Parameters<typeof evidence.evidenceText>[0]) =>
  evidence.evidenceText(detail, PROVEN);
const rowsOf = (...[differences, changes, owner]: [Arguments[0], Arguments[1], Arguments[2]]) =>
  fieldRows(differences, changes, owner, 'drift');

const difference = (more: Partial<DifferenceRow> = {}): DifferenceRow => ({
  path: 'spec.asn',
  op: 'changed',
  class: 'real',
  desired: '65103',
  actual: '65199',
  weight: 'critical',
  writer: { manager: 'kubectl-edit', operation: 'Update', time: null },
  reason: 'kubectl-edit changed it',
  ...more,
});

describe('the lines of the difference table', () => {
  test('a real one says how much it matters, an explained one why it is none', () => {
    const rows = rowsOf(
      [difference(), difference({ path: 'spec.ecmp', class: 'defaulted', reason: 'filled' })],
      [],
      null,
    );
    expect(rows.map(({ path, note }) => [path, note])).toEqual([
      ['spec.asn', 'critical: kubectl-edit changed it'],
      ['spec.ecmp', 'filled'],
    ]);
  });

  test.each(['awaited', 'unknown'] as const)('what is %s weighs nothing', (counts) => {
    expect(fieldRows([difference()], [], null, counts)[0]?.note).toBe('kubectl-edit changed it');
  });

  test('an ignored one names its rule', () => {
    const rule = { id: '7', reason: 'migrating', author: 'ines', until: null };
    const rows = rowsOf([difference({ class: 'ignored', rule }), difference({ path: 'spec.a' })], [], null);
    expect(rows.map(({ rule: named }) => named)).toEqual([rule, null]);
  });

  test('a draft that changes the same field is a third value of the same line', () => {
    const changes = [{ path: 'spec.asn', desired: '65103', draft: '65110' }];
    expect(rowsOf([difference({ draft: '65103' })], changes, 'engineer')).toMatchObject([
      { path: 'spec.asn', desired: '65103', actual: '65199', draft: '65110', drafted: true },
    ]);
  });

  test('a draft that leaves a field alone shows what it has there', () => {
    expect(rowsOf([difference({ draft: '65103' })], [], 'engineer')).toMatchObject([
      { draft: '65103', drafted: false },
    ]);
  });

  test('what only the draft changes comes last, by its owner; the cluster has what Git says', () => {
    const changes = [{ path: 'spec.vlan', desired: '1201', draft: '1210' }];
    expect(rowsOf([difference()], changes, 'engineer')[1]).toMatchObject({
      path: 'spec.vlan',
      class: null,
      actual: '1201',
      draft: '1210',
      writer: { manager: 'engineer' },
    });
  });
});

const drift = {
  status: 'spec_drift' as const,
  score: 1 / 11,
  severity: 'critical' as const,
  severityReason: 'spec.asn weighs critical',
  count: 1,
  hidden: 0,
  first: 'spec.asn 65103 → 65199',
  writer: 'kubectl-edit',
  onset: ago(540),
  checkedAt: ago(5),
};

describe('the evidence', () => {
  test('says what raised the severity above the band of the score', () => {
    expect(scoreText(drift)).toBe('Score 0.091, low by size, critical because spec.asn weighs critical');
    expect(scoreText({ ...drift, severityReason: null, severity: 'low' })).toBe('Score 0.091, low');
    expect(scoreText({ ...drift, status: 'in_sync', score: 0 })).toBe('Score 0, no real difference');
    expect(scoreText({ ...drift, status: 'in_sync', score: 0, hidden: 2 })).toBe(
      'Score 0, no real difference, 2 fields hidden by rules',
    );
    expect(scoreText({ ...drift, score: 1, severityReason: null })).toBe('Score 1, critical');
    const missing = {
      ...drift,
      score: 1,
      severity: 'critical',
      severityReason: 'one side does not exist',
    } as const;
    expect(scoreText({ ...missing, status: 'desired_only' })).toBe(
      'Score 1, critical because one side does not exist',
    );
    expect(scoreText({ ...missing, status: 'actual_only' })).toBe('Score 1, high as an orphan');
    const waits = { onset: null, score: 1 };
    expect(scoreText({ ...missing, ...waits, status: 'creation_pending' })).toBe(
      'Score 1, and awaited, so no drift',
    );
    expect(scoreText({ ...drift, onset: null })).toBe('Score 0.091, and awaited, so no drift');
  });

  test('can be pasted into a ticket, with both sides and their ages', () => {
    const text = evidenceText(resourceDetail({ state: 'DRIFTED', drift }));
    expect(text.split('\n')).toEqual([
      'Switch default/leaf-03 in fra-1: DRIFTED',
      `Score 0.091, low by size, critical because spec.asn weighs critical; compared ${ago(5)}`,
      'spec.asn 65103 → 65199, by kubectl-edit',
      'Git main@3f2a1c9d0e8b7a6f5e4d3c2b1a0f9e8d7c6b5a43: no document',
      `Git read ${ago(8)}`,
      'Cluster: no object',
      `Cluster watched until ${ago(4)}`,
      'Dry run: not asked yet',
      `As of ${ago(0)}`,
    ]);
  });

  test('says that it is the last of what is unknown now', () => {
    expect(evidence.scoreText(drift, UNKNOWN)).toMatch(/^Unknown now, last: Score 0\.091, /);
    const lines = evidence.evidenceText(resourceDetail({ state: 'DRIFTED', drift }), UNKNOWN).split('\n');
    expect(lines[1]).toBe('Unknown now: Git: c0ffee1 is held');
    const gone = evidence.evidenceText(resourceDetail({ drift, removedAt: ago(1) }), UNKNOWN);
    expect(gone).not.toContain('Unknown now:');
  });

  test('tells what the server said, when it was asked, and nothing of it where nothing differs', () => {
    const answer = { message: 'no', changes: [], changeCount: 0, askedAt: ago(4) };
    const opinion = { outcome: 'refused' as const, ...answer };
    const lines = evidenceText(resourceDetail({ state: 'DRIFTED', drift, opinion })).split('\n');
    expect(lines.slice(-3)).toEqual(['Dry run: refused: no', `Asked ${ago(4)}`, `As of ${ago(0)}`]);
    expect(evidenceText(resourceDetail({ state: 'SYNCED' }))).not.toContain('Dry run');
    expect(evidenceText(resourceDetail({ drift, removedAt: ago(1) }))).not.toContain('Dry run');
  });
});
