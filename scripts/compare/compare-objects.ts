import { compare } from '#lib/domain/drift/compare.ts';
import type { Comparison, Difference, DifferenceOp } from '#lib/domain/drift/comparison.ts';
import { findKindProfile } from '#lib/domain/hedgehog/catalogue.ts';
import {
  groupOf,
  identityKey,
  identityOf,
  type KubernetesObject,
} from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isSystemOwned } from '#lib/domain/hedgehog/system-owned.ts';
import { AppError } from '#lib/errors.ts';
import { findSchema, type Schemas } from './schemas.ts';

/** What Git and the cluster have of one resource; null where a side has nothing. */
export interface ObjectPair {
  desired: KubernetesObject | null;
  actual: KubernetesObject | null;
}

/** A verdict as one line of JSON: paths stop at the first list. */
export interface Verdict {
  status: Comparison['status'];
  real: { path: string[]; op: DifferenceOp; by: string | null }[];
  dropped: string[][];
  orphan: boolean;
}

/** Compares a pair and says through `warn` what the verdict lacks. @throws AppError invalid_input when it is no pair */
export function compareObjects(
  { desired, actual }: ObjectPair,
  schemas: Schemas,
  warn: (line: string) => void,
): Comparison {
  const object = actual ?? desired;
  if (object === null)
    throw new AppError('invalid_input', 'Neither side exists: there is nothing to compare.');
  if (desired !== null && actual !== null) {
    const { namespace = actual.metadata.namespace } = desired.metadata; // else the deployer's target decides
    const declared = { ...identityOf(desired), namespace: namespace || 'default' };
    const [one, other] = [identityKey(declared), identityKey(identityOf(actual))];
    if (one !== other) {
      throw new AppError(
        'invalid_input',
        `These are two resources: ${one} in Git and ${other} in the cluster. Compare one with itself.`,
      );
    }
  }
  const { schema, servedVersions } = findSchema(schemas, object);
  if (schema === null) {
    const known = findKindProfile(groupOf(object.apiVersion), object.kind) !== null;
    warn(
      `No CRD of ${object.apiVersion} ${object.kind} was given (--crds DIR): compared by ${known ? 'the catalogue alone' : 'the text alone, which may call a default a change'}.`,
    );
  }
  return compare({ desired, actual, schema, ...(servedVersions === undefined ? {} : { servedVersions }) });
}

/** The keys of a path down to the first list. */
function shown({ path }: Difference): string[] {
  const list = path.findIndex((key) => typeof key === 'number');
  return (list < 0 ? path : path.slice(0, list)).map(String);
}

/** The verdict of a comparison, differences within one list put together. */
export function verdictOf(comparison: Comparison, actual: KubernetesObject | null): Verdict {
  const real = new Map<string, Verdict['real'][number]>();
  const dropped = new Map<string, string[]>();
  for (const difference of comparison.differences) {
    const path = shown(difference);
    const key = JSON.stringify(path);
    if (difference.class === 'dropped') dropped.set(key, path);
    if (difference.class !== 'real') continue;
    const by = difference.writer?.manager ?? real.get(key)?.by ?? null;
    const op = path.length < difference.path.length || real.has(key) ? 'changed' : difference.op;
    real.set(key, { path, op, by });
  }
  const { status } = comparison;
  const orphan = status === 'actual_only' && actual !== null && !isSystemOwned(actual);
  return { status, real: [...real.values()], dropped: [...dropped.values()], orphan };
}
