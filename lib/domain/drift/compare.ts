import { findKindProfile } from '../hedgehog/catalogue.ts';
import { groupOf, type Json } from '../hedgehog/kubernetes-object.ts';
import type { Walk } from './classify.ts';
import { compareMetadata } from './compare-metadata.ts';
import { compareRoot } from './compare-root.ts';
import type { CompareInput, Comparison } from './comparison.ts';
import { conclude, concludeExistence, countKey, type Share } from './conclude.ts';
import { diff, diffChild, written } from './diff.ts';
import { type Normal, normalise } from './normalise.ts';
import { planFor } from './plan.ts';
import { startWalk } from './start-walk.ts';

/** One spec as written and in its normal form. */
interface Side {
  raw: Json | undefined;
  normal: Normal | null;
}

function compareSpecs(walk: Walk, d: Side, a: Side, share: Share): void {
  walk.path.push('spec');
  walk.tokens.push('f:spec');
  const isOdd = [d, a].some(({ normal }) => normal !== null && normal.form !== 'object');
  if (isOdd) countKey(share, diff(walk, d.normal, a.normal), walk.real > 0);
  const [left, right] = isOdd ? [undefined, undefined] : [d.normal?.children, a.normal?.children];
  for (const key of new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])) {
    const before = walk.real;
    const [one, other] = [left?.get(key) ?? null, right?.get(key) ?? null];
    const same = diffChild(walk, key, one, other, written(one === null ? d.raw : a.raw, key));
    countKey(share, same, walk.real > before);
  }
  walk.path.pop();
  walk.tokens.pop();
}

/**
 * Compares what Git declares with what the cluster has (drift.md): scope, normal form, difference, cause, score, severity.
 * Pure and total, and linear in the size of both documents.
 */
export function compare(input: CompareInput): Comparison {
  const { desired, actual, schema } = input;
  if (desired === null || actual === null) return concludeExistence(input);
  const profile = findKindProfile(groupOf(actual.apiVersion), actual.kind);
  const plan = planFor(schema, profile);
  const d = { raw: desired.spec, normal: normalise(plan.spec, desired.spec) };
  const a = { raw: actual.spec, normal: normalise(plan.spec, actual.spec) };
  const walk = startWalk(input, actual, d.normal, a.normal);
  const share: Share = { keys: 0, different: 0 };
  compareSpecs(walk, d, a, share);
  for (const { declared, differs } of compareMetadata(walk, desired, actual, profile)) {
    countKey(share, declared, differs);
  }
  compareRoot(walk, desired, actual, plan, input.servedVersions ?? profile?.versions ?? []);
  return conclude(walk.differences, walk.real, share, schema === null);
}
