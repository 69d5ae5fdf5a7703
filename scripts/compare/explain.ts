import { canonicalJson } from '#lib/domain/drift/canonical-json.ts';
import type { Comparison, Difference } from '#lib/domain/drift/comparison.ts';
import {
  identityKey,
  identityOf,
  type Json,
  type KubernetesObject,
} from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isSystemOwned } from '#lib/domain/hedgehog/system-owned.ts';
import type { ObjectPair } from './compare-objects.ts';

const LONGEST_VALUE = 160;

const OPS = {
  changed: 'differs',
  missing_in_cluster: 'is missing in the cluster',
  only_in_cluster: 'is only in the cluster',
} as const;

function valueText(value: Json): string {
  const text = canonicalJson(value);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}

function differenceLines(difference: Difference): string[] {
  const { desired, actual, writer, reason, weight } = difference;
  const lines = [`  ${difference.class}  ${difference.pathText} ${OPS[difference.op]}`];
  if (desired !== undefined) lines.push(`      Git:     ${valueText(desired)}`);
  if (actual !== undefined) lines.push(`      cluster: ${valueText(actual)}`);
  const when = writer === undefined ? '' : [writer.operation, writer.time].filter(Boolean).join(', ');
  const who =
    writer === undefined ? 'nobody is named' : `${writer.manager}${when === '' ? '' : ` (${when})`}`;
  lines.push(`      ${reason}${difference.class === 'real' ? `; weight ${weight}; written by: ${who}` : ''}`);
  return lines;
}

function existenceLine({ desired, actual }: ObjectPair): string | null {
  if (actual === null) return '  It is declared in Git and the cluster does not have it.';
  if (desired !== null) return null;
  if (isSystemOwned(actual)) return '  The fabric itself owns it: never an orphan.';
  return '  The cluster has it and Git does not declare it: an orphan.';
}

/** One pair in words: every difference with its cause and writer, score and severity. */
export function explain(object: KubernetesObject, pair: ObjectPair, comparison: Comparison): string {
  const { status, score, severity, band, severityReason, differences, realCount } = comparison;
  const raised = severityReason === null ? '' : ` (band ${band}; ${severityReason})`;
  const lines = [
    identityKey(identityOf(object)),
    `${status}: score ${Number(score.toFixed(3))}, severity ${severity}${raised}`,
  ];
  const existence = existenceLine(pair);
  if (existence !== null) lines.push(existence);
  else lines.push(realCount === 0 ? 'No real difference.' : `Real differences: ${realCount}`);
  for (const difference of differences.slice(0, realCount)) lines.push(...differenceLines(difference));
  const others = differences.slice(realCount);
  if (others.length > 0) lines.push('Explained, and not counted:');
  for (const difference of others) lines.push(...differenceLines(difference));
  return lines.join('\n');
}
