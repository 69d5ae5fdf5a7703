import type { Json, JsonObject } from '../hedgehog/kubernetes-object.ts';
import type { Severity } from '../lifecycle/states.ts';

function isEmpty(spec: JsonObject | null): spec is null {
  return spec === null || Object.keys(spec).length === 0;
}

/** In the seed's language true equals 1 and false equals 0. */
const scalar = (value: Json | undefined) => (typeof value === 'boolean' ? Number(value) : value);

function keysIfEqual(one: Json[] | JsonObject, other: Json[] | JsonObject): string[] | null {
  if (Array.isArray(one) !== Array.isArray(other)) return null;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return null;
  return keys.every((key) => Object.hasOwn(other, key)) ? keys : null;
}

const at = (holder: Json[] | JsonObject, key: string): Json | undefined =>
  Array.isArray(holder) ? holder[Number(key)] : holder[key];

/** Equality as the seed's language has it, without recursion so that depth cannot hurt. */
function equal(one: Json | undefined, other: Json | undefined): boolean {
  const open: [Json | undefined, Json | undefined][] = [[one, other]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [left, right] = pair;
    if (scalar(left) === scalar(right)) continue;
    if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
      return false;
    const keys = keysIfEqual(left, right);
    if (keys === null) return false;
    for (const key of keys) open.push([at(left, key), at(right, key)]);
  }
  return true;
}

const own = (spec: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(spec, key) ? spec[key] : undefined;

/** The seed's `calculate_drift_score` on raw specs, word for word: the share of top-level keys that differ, in [0, 1]. */
export function calculateDriftScore(desired: JsonObject | null, actual: JsonObject | null): number {
  if (isEmpty(desired) && isEmpty(actual)) return 0;
  if (isEmpty(desired) || isEmpty(actual)) return 1;
  const keys = new Set([...Object.keys(desired), ...Object.keys(actual)]);
  let different = 0;
  for (const key of keys) if (!equal(own(desired, key), own(actual, key))) different++;
  return different / keys.size;
}

/** The seed's bands, open at the bottom (lifecycle.md §10): 0 none, (0, .1] low, (.1, .5] medium, (.5, .8] high, above critical. */
export function classifySeverity(score: number): Severity {
  if (!(score > 0)) return 'none';
  if (score <= 0.1) return 'low';
  if (score <= 0.5) return 'medium';
  return score <= 0.8 ? 'high' : 'critical';
}
