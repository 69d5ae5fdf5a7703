import type { Json } from '../hedgehog/kubernetes-object.ts';
import type { ComparisonSummary } from '../lifecycle/facts.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Comparison, Difference } from './comparison.ts';

const MAX_VALUE = 60;

function valueText(value: Json | undefined): string {
  const text = typeof value === 'string' ? value : value === undefined ? '–' : canonicalJson(value);
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE - 1)}…`;
}

/** One difference in one line: `spec.asn 65103 → 65199`. */
export function differenceLine(difference: Difference): string {
  const { pathText, op, desired, actual } = difference;
  if (op === 'missing_in_cluster') return `${pathText} ${valueText(desired)} is not in the cluster`;
  if (op === 'only_in_cluster') return `${pathText} ${valueText(actual)} is not in Git`;
  return `${pathText} ${valueText(desired)} → ${valueText(actual)}`;
}

/** What of a comparison is kept on the resource's row. */
export function summarise(key: string, comparison: Comparison): ComparisonSummary {
  const { realCount, score, severity, severityReason, worst, differences } = comparison;
  return {
    key,
    realCount,
    hidden: differences.filter((difference) => difference.class === 'ignored').length,
    score,
    severity,
    severityReason,
    first: worst === null ? null : differenceLine(worst),
    writer: worst?.writer?.manager ?? null,
  };
}
