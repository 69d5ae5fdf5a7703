import { type KubernetesObject, versionOf } from '../hedgehog/kubernetes-object.ts';
import { reportExplained, type Walk } from './classify.ts';
import type { Plan } from './plan.ts';

const ROOT_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'status']);

function reportVersion(walk: Walk, desired: string, actual: string, served: readonly string[]): void {
  const version = versionOf(desired);
  const isServed = served.length === 0 || served.includes(version);
  walk.path.push('apiVersion');
  reportExplained(walk, { desired, actual, silent: false }, 'low', {
    class: isServed ? 'rewritten' : 'dropped',
    reason: isServed ? 'another served version of the same kind' : `version ${version} is not served`,
  });
  walk.path.pop();
}

/** A version that the cluster does not serve, and fields at the root that the schema lacks: neither is ever stored (B.8). */
export function compareRoot(
  walk: Walk,
  desired: KubernetesObject,
  actual: KubernetesObject,
  plan: Plan,
  served: readonly string[],
): void {
  if (desired.apiVersion !== actual.apiVersion)
    reportVersion(walk, desired.apiVersion, actual.apiVersion, served);
  if (plan.rootFields === null) return;
  for (const [key, value] of Object.entries(desired)) {
    if (ROOT_FIELDS.has(key) || plan.rootFields.has(key) || Object.hasOwn(actual, key)) continue;
    walk.path.push(key);
    const cause = { class: 'dropped', reason: 'not in the schema of this kind' } as const;
    reportExplained(walk, { desired: value, actual: undefined, silent: false }, 'low', cause);
    walk.path.pop();
  }
}
