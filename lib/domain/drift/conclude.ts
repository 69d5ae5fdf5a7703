import type { DriftStatus, Severity } from '../lifecycle/states.ts';
import { type CompareInput, type Comparison, DIFFERENCE_CLASSES, type Difference } from './comparison.ts';
import { classifySeverity } from './score.ts';

/** From harmless to worst; a weight is a severity. */
const SEVERITY_ORDER: readonly Severity[] = ['none', 'low', 'medium', 'high', 'critical'];

/** Numerator and denominator of the seed's score: keys of the two documents that differ, and keys that are left. */
export interface Share {
  keys: number;
  different: number;
}

/** Counts one key: `same` when something is left of it on both sides, `differs` when a real difference lies in it. */
export function countKey(share: Share, same: boolean, differs: boolean): void {
  if (differs) share.different++;
  if (differs || same) share.keys++;
}

function statusOf({ desired, actual, expecting }: CompareInput): DriftStatus {
  if (desired !== null) return expecting === 'creation' ? 'creation_pending' : 'desired_only';
  if (actual === null) return 'in_sync';
  const leaving = expecting === 'deletion' || Boolean(actual.metadata.deletionTimestamp);
  return leaving ? 'deletion_pending' : 'actual_only';
}

/** What there is to say when a side does not exist: nothing is compared, and no rule can hide it. */
export function concludeExistence(input: CompareInput): Comparison {
  const status = statusOf(input);
  const score = status === 'in_sync' ? 0 : 1;
  const band = classifySeverity(score);
  const nothing = { differences: [], realCount: 0, worst: null, severityReason: null, uncertain: false };
  return { status, score, band, severity: band, ...nothing };
}

function byImportance(one: Difference, other: Difference): number {
  const byClass = DIFFERENCE_CLASSES.indexOf(one.class) - DIFFERENCE_CLASSES.indexOf(other.class);
  if (byClass !== 0 || one.class !== 'real') return byClass;
  return SEVERITY_ORDER.indexOf(other.weight) - SEVERITY_ORDER.indexOf(one.weight);
}

/** Verdict, score and severity of the differences that were found (drift.md, steps 4 to 7). */
export function conclude(
  found: Difference[],
  realCount: number,
  share: Share,
  uncertain: boolean,
): Comparison {
  const differences = found.sort(byImportance);
  const worst = realCount > 0 ? (differences[0] ?? null) : null;
  const score = share.keys === 0 ? 0 : share.different / share.keys;
  const band = classifySeverity(score);
  const raised = worst !== null && SEVERITY_ORDER.indexOf(worst.weight) > SEVERITY_ORDER.indexOf(band);
  return {
    status: realCount > 0 ? 'spec_drift' : 'in_sync',
    differences,
    realCount,
    worst,
    score,
    band,
    severity: raised ? worst.weight : band,
    severityReason: raised ? `${worst.pathText} weighs ${worst.weight}` : null,
    uncertain,
  };
}
