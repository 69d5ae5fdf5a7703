import { describe, expect, test } from 'vitest';
import type { TransitionTarget } from './states.ts';
import { RESOURCE_STATES } from './states.ts';
import { suggestPath } from './suggest-path.ts';
import { TRANSITIONS } from './transitions.ts';

const PATHS: Record<string, string> = {
  'DRAFT → COMMITTED': 'commit',
  'DRAFT → PENDING': 'commit git_sync',
  'DRAFT → SYNCED': 'commit git_sync deployment',
  'DRAFT → DRIFTED': 'commit git_sync drift_detected',
  'DRAFT → ORPHANED': 'commit orphan_detected',
  'COMMITTED → DRAFT': 'edit',
  'COMMITTED → PENDING': 'git_sync',
  'COMMITTED → SYNCED': 'git_sync deployment',
  'COMMITTED → DRIFTED': 'git_sync drift_detected',
  'COMMITTED → ORPHANED': 'orphan_detected',
  'PENDING → DRAFT': 'edit',
  'PENDING → COMMITTED': 'edit commit',
  'PENDING → SYNCED': 'deployment',
  'PENDING → DRIFTED': 'drift_detected',
  'PENDING → ORPHANED': 'orphan_detected',
  'SYNCED → DRAFT': 'edit',
  'SYNCED → COMMITTED': 'edit commit',
  'SYNCED → PENDING': 'git_sync',
  'SYNCED → DRIFTED': 'drift_detected',
  'SYNCED → ORPHANED': 'orphan_detected',
  'DRIFTED → DRAFT': 'edit',
  'DRIFTED → COMMITTED': 'accept_drift',
  'DRIFTED → PENDING': 'git_sync',
  'DRIFTED → SYNCED': 'drift_resolved',
  'DRIFTED → ORPHANED': 'orphan_detected',
  'ORPHANED → DRAFT': 'edit',
  'ORPHANED → COMMITTED': 'import',
  'ORPHANED → PENDING': 'import git_sync',
  'ORPHANED → SYNCED': 'import git_sync',
  'ORPHANED → DRIFTED': 'import git_sync drift_detected',
};

const pairs = RESOURCE_STATES.flatMap((from) => RESOURCE_STATES.map((to) => [from, to] as const));

describe('the suggested path', () => {
  test('is specified between every two states', () => {
    expect(Object.keys(PATHS)).toHaveLength(pairs.length - RESOURCE_STATES.length);
  });

  test.each(pairs.filter(([from, to]) => from !== to))('%s → %s', (from, to) => {
    const path = suggestPath(from, to);
    expect(path.map(({ trigger }) => trigger).join(' ')).toBe(PATHS[`${from} → ${to}`]);
    expect(path.at(-1)?.to).toBe(to);
  });

  test('is a chain of admitted transitions', () => {
    for (const [from, to] of pairs) {
      let state: TransitionTarget = from;
      for (const step of suggestPath(from, to)) {
        const admitted = TRANSITIONS.some(
          (row) =>
            row.from.some((s) => s === state) && row.triggers.includes(step.trigger) && row.to === step.to,
        );
        expect(admitted, `${state} → ${step.to} by ${step.trigger}`).toBe(true);
        state = step.to;
      }
    }
  });

  test('from a state to itself is empty', () => {
    for (const state of RESOURCE_STATES) expect(suggestPath(state, state)).toEqual([]);
  });

  test('leads to removal from everywhere', () => {
    for (const state of RESOURCE_STATES)
      expect(suggestPath(state, 'REMOVED').map(({ to }) => to)).toEqual(['REMOVED']);
  });

  test('skips PENDING for an adopted orphan alone', () => {
    expect(suggestPath('COMMITTED', 'SYNCED', true)).toEqual([{ trigger: 'git_sync', to: 'SYNCED' }]);
    expect(suggestPath('DRAFT', 'SYNCED', true).map(({ trigger }) => trigger)).toEqual([
      'commit',
      'git_sync',
    ]);
  });
});
