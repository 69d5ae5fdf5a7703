import { findKindProfile } from '../hedgehog/catalogue.ts';
import type { KindProfile, Weight } from '../hedgehog/kind-profile.ts';
import { groupOf, type KubernetesObject, versionOf } from '../hedgehog/kubernetes-object.ts';
import type { DriftStatus, Severity } from '../lifecycle/states.ts';
import { reportDifference, reportExplained, type Walk } from './classify.ts';
import { compareMetadata } from './compare-metadata.ts';
import { type CompareInput, type Comparison, DIFFERENCE_CLASSES, type Difference } from './comparison.ts';
import { diffChild, emptyWritten } from './diff.ts';
import { isOwnershipKnown } from './evidence.ts';
import { rulesFor } from './ignore-rules.ts';
import { type Normal, normalise } from './normalise.ts';
import { type Ownership, readOwnership } from './ownership.ts';
import { type Plan, planFor } from './plan.ts';
import { classifySeverity } from './score.ts';

const WEIGHTS: readonly Severity[] = ['none', 'low', 'medium', 'high', 'critical'] satisfies (
  | Weight
  | 'none'
)[];

/** Nothing is compared when a side is missing: existence is all there is to say, and no rule can hide it. */
function compareExistence(input: CompareInput): Comparison {
  const { desired, actual, expecting } = input;
  let status: DriftStatus = 'in_sync';
  if (desired !== null) status = expecting === 'creation' ? 'creation_pending' : 'desired_only';
  else if (actual !== null) {
    const leaving = expecting === 'deletion' || Boolean(actual.metadata.deletionTimestamp);
    status = leaving ? 'deletion_pending' : 'actual_only';
  }
  const score = status === 'in_sync' ? 0 : 1;
  const band = classifySeverity(score);
  return {
    status,
    differences: [],
    realCount: 0,
    worst: null,
    score,
    band,
    severity: band,
    severityReason: null,
    uncertain: false,
  };
}

function startWalk(
  input: CompareInput,
  actual: KubernetesObject,
  sides: { d: Normal | null; a: Normal | null },
): Walk {
  let ownership: Ownership | null = null;
  let known: boolean | null = null;
  const read = () => {
    ownership ??= readOwnership(actual.metadata.managedFields);
    return ownership;
  };
  return {
    path: [],
    tokens: [],
    cut: -1,
    differences: [],
    real: 0,
    rules: rulesFor(
      input.rules ?? [],
      actual.kind,
      actual.metadata.name,
      input.now ?? Number.POSITIVE_INFINITY,
    ),
    ownership: read,
    ownershipKnown: () => {
      known ??= isOwnershipKnown(sides.d, sides.a, read());
      return known;
    },
  };
}

/** Keys of the two documents that are left, and how many of them differ: numerator and denominator of the seed's score. */
interface Share {
  keys: number;
  different: number;
}

function count(share: Share, same: boolean, differs: boolean): void {
  if (differs) share.different++;
  if (differs || same) share.keys++;
}

function compareSpecs(walk: Walk, d: Normal | null, a: Normal | null, share: Share): void {
  walk.path.push('spec');
  walk.tokens.push('f:spec');
  const odd = [d, a].find((side) => side !== null && side.form !== 'object');
  if (odd !== undefined) {
    reportDifference(
      walk,
      { desired: d?.raw, actual: a?.raw, silent: d === null },
      odd?.node.weight ?? 'medium',
      false,
    );
    count(share, false, walk.real > 0);
  } else {
    const keys = new Set([...(d?.children.keys() ?? []), ...(a?.children.keys() ?? [])]);
    for (const key of keys) {
      const before = walk.real;
      const left = d?.children.get(key) ?? null;
      const right = a?.children.get(key) ?? null;
      const same = diffChild(walk, key, left, right, emptyWritten(left === null ? d : a, key));
      count(share, same, walk.real > before);
    }
  }
  walk.path.pop();
  walk.tokens.pop();
}

/** A version that the cluster does not serve, and fields at the root that the schema lacks: the server does neither (B.8). */
function compareRoot(walk: Walk, input: CompareInput, plan: Plan, profile: KindProfile | null): void {
  const { desired, actual } = input;
  if (desired === null || actual === null) return;
  const served = input.servedVersions ?? profile?.versions ?? [];
  const version = versionOf(desired.apiVersion);
  if (desired.apiVersion !== actual.apiVersion) {
    const known = served.length === 0 || served.includes(version);
    walk.path.push('apiVersion');
    reportExplained(walk, { desired: desired.apiVersion, actual: actual.apiVersion, silent: false }, 'low', {
      class: known ? 'rewritten' : 'dropped',
      reason: known ? 'another served version of the same kind' : `version ${version} is not served`,
    });
    walk.path.pop();
  }
  if (plan.rootFields === null) return;
  for (const [key, value] of Object.entries(desired)) {
    if (ROOT_FIELDS.has(key) || plan.rootFields.has(key) || Object.hasOwn(actual, key)) continue;
    walk.path.push(key);
    reportExplained(walk, { desired: value, actual: undefined, silent: false }, 'low', {
      class: 'dropped',
      reason: 'not in the schema of this kind',
    });
    walk.path.pop();
  }
}

const ROOT_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'status']);

function byImportance(one: Difference, other: Difference): number {
  const byClass = DIFFERENCE_CLASSES.indexOf(one.class) - DIFFERENCE_CLASSES.indexOf(other.class);
  if (byClass !== 0 || one.class !== 'real') return byClass;
  return WEIGHTS.indexOf(other.weight) - WEIGHTS.indexOf(one.weight);
}

function conclude(walk: Walk, share: Share, uncertain: boolean): Comparison {
  const differences = walk.differences.sort(byImportance);
  const worst = walk.real > 0 ? (differences[0] ?? null) : null;
  const score = share.keys === 0 ? 0 : share.different / share.keys;
  const band = classifySeverity(score);
  const raised = worst !== null && WEIGHTS.indexOf(worst.weight) > WEIGHTS.indexOf(band);
  return {
    status: walk.real > 0 ? 'spec_drift' : 'in_sync',
    differences,
    realCount: walk.real,
    worst,
    score,
    band,
    severity: raised ? worst.weight : band,
    severityReason: raised ? `${worst.pathText} weighs ${worst.weight}` : null,
    uncertain,
  };
}

/**
 * Compares what Git declares with what the cluster has (drift.md): scope, normal form, difference, cause, score, severity.
 * Pure and total, and linear in the size of both documents.
 */
export function compare(input: CompareInput): Comparison {
  const { desired, actual, schema } = input;
  if (desired === null || actual === null) return compareExistence(input);
  const profile = findKindProfile(groupOf(actual.apiVersion), actual.kind);
  const plan = planFor(schema, profile);
  const d = normalise(plan.spec, desired.spec);
  const a = normalise(plan.spec, actual.spec);
  const walk = startWalk(input, actual, { d, a });
  const share: Share = { keys: 0, different: 0 };
  compareSpecs(walk, d, a, share);
  for (const part of compareMetadata(walk, desired, actual, profile)) {
    count(share, part.declared, part.differs);
  }
  compareRoot(walk, input, plan, profile);
  return conclude(walk, share, schema === null);
}
