import { expect, test } from 'vitest';
import { DRIFT_STATUSES, type DriftStatus } from '../lifecycle/states.ts';
import { isAwaited, shownSeverity } from './shown-severity.ts';

test.each<[DriftStatus, string]>([
  ['spec_drift', 'critical'],
  ['desired_only', 'critical'],
  ['actual_only', 'high'],
])('what scores critical, is %s and has begun shows %s', (status, shown) => {
  const verdict = { status, onset: 1, severity: 'critical' } as const;
  expect(shownSeverity(verdict)).toBe(shown);
  expect(isAwaited(verdict)).toBe(false);
});

test.each(DRIFT_STATUSES)('what is %s and has not begun has no severity', (status) => {
  const verdict = { status, onset: null, severity: 'critical' } as const;
  expect(shownSeverity(verdict)).toBe('none');
  expect(isAwaited(verdict)).toBe(status !== 'in_sync');
});

test('a comparison that was not made says nothing, and nothing is awaited', () => {
  expect(shownSeverity({ status: null, onset: null, severity: null })).toBeNull();
  expect(isAwaited({ status: null, onset: null })).toBe(false);
});
