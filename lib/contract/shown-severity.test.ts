import { expect, test } from 'vitest';
import { DRIFT_STATUSES, type DriftStatus, type Severity } from '../domain/lifecycle/states.ts';
import { shownSeverity } from './shown-severity.ts';

test.each<[DriftStatus | null, Severity | null]>([
  ['in_sync', 'none'],
  ['spec_drift', 'critical'],
  ['desired_only', 'critical'],
  ['actual_only', 'high'],
  ['creation_pending', 'none'],
  ['deletion_pending', 'none'],
  [null, 'critical'],
])('what scores critical and is %s shows %s', (status, shown) => {
  expect(shownSeverity(status, 'critical')).toBe(shown);
});

test('a comparison that was not made shows none', () => {
  expect(shownSeverity(null, null)).toBeNull();
  expect(DRIFT_STATUSES.filter((status) => shownSeverity(status, null) === null)).toEqual([
    'spec_drift',
    'desired_only',
  ]);
});
