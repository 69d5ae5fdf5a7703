import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { equalJson, isJsonObject, own } from '../json-value.ts';

/**
 * The merge patch that client-side apply sends: what the file says and the cluster has not, and a null for what the file said
 * last time and says no more. What others added to the live object stays. Null when there is nothing to do.
 */
export function threeWayPatch(last: JsonObject, wanted: JsonObject, live: JsonObject): JsonObject | null {
  const patch: JsonObject = {};
  for (const key of Object.keys(wanted)) {
    const value = own(wanted, key) ?? null;
    const actual = own(live, key);
    if (isJsonObject(value) && isJsonObject(actual)) {
      const before = own(last, key);
      const inner = threeWayPatch(isJsonObject(before) ? before : {}, value, actual);
      if (inner !== null) patch[key] = inner;
    } else if (!equalJson(value, actual)) {
      patch[key] = value;
    }
  }
  for (const key of Object.keys(last)) {
    if (!Object.hasOwn(wanted, key) && Object.hasOwn(live, key)) patch[key] = null;
  }
  return Object.keys(patch).length === 0 ? null : patch;
}

/** True when the live value has everything that is wanted, whatever else others added to it, inside of list items too. */
export function covers(live: Json | undefined, wanted: Json): boolean {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(live) || live.length !== wanted.length) return false;
    return wanted.every((item, index) => covers(live[index], item));
  }
  if (!isJsonObject(wanted)) return equalJson(live, wanted);
  if (!isJsonObject(live)) return false;
  return Object.keys(wanted).every((key) => covers(own(live, key), own(wanted, key) ?? null));
}
