import type { KubernetesObject } from '../hedgehog/kubernetes-object.ts';
import type { Walk } from './classify.ts';
import type { CompareInput } from './comparison.ts';
import { isOwnershipKnown } from './evidence.ts';
import { rulesFor } from './ignore-rules.ts';
import type { Normal } from './normalise.ts';
import { type Ownership, readOwnership } from './ownership.ts';

/** A walk at the root of both documents. managedFields are read only when somebody has to be named. */
export function startWalk(
  input: CompareInput,
  actual: KubernetesObject,
  desiredSpec: Normal | null,
  actualSpec: Normal | null,
): Walk {
  const { rules = [], now = Number.POSITIVE_INFINITY } = input;
  let ownership: Ownership | null = null;
  let known: boolean | null = null;
  const read = () => {
    ownership ??= readOwnership(actual.metadata.managedFields);
    return ownership;
  };
  return {
    path: [],
    tokens: [],
    moved: [],
    cut: -1,
    reordered: false,
    differences: [],
    real: 0,
    rules: rulesFor(rules, actual.kind, actual.metadata.name, now),
    ownership: read,
    ownershipKnown: () => {
      known ??= isOwnershipKnown(desiredSpec, actualSpec, read());
      return known;
    },
    applyingIsVain: input.secondOpinion === 'unchanged',
  };
}
