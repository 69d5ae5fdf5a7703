import type { DraftChange } from '#lib/contract/resource-detail.ts';
import type { Path } from '#lib/domain/drift/comparison.ts';
import { pathText } from '#lib/domain/drift/path-text.ts';
import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';

const DEEPEST = 100;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value in one line, for a cell; null where there is none. */
export function valueText(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}

/** The value at a path; undefined where there is none. */
export function valueAt(root: object, path: Path): Json | undefined {
  let value: unknown = root;
  for (const key of path) {
    if (Array.isArray(value)) value = typeof key === 'number' ? value[key] : undefined;
    else if (isObject(value) && Object.hasOwn(value, String(key))) value = value[String(key)];
    else return undefined;
  }
  return value as Json | undefined;
}

/** The leaves in which two documents differ, in the order of the first, then what only the second has. */
export function leafChanges(desired: unknown, draft: unknown, path: Path = []): DraftChange[] {
  if (isObject(desired) && isObject(draft) && path.length < DEEPEST) {
    const keys = [...new Set([...Object.keys(desired), ...Object.keys(draft)])];
    return keys.flatMap((key) => leafChanges(own(desired, key), own(draft, key), [...path, key]));
  }
  if (Array.isArray(desired) && Array.isArray(draft) && path.length < DEEPEST) {
    const length = Math.max(desired.length, draft.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      leafChanges(desired[index], draft[index], [...path, index]),
    );
  }
  const left = valueText(desired);
  const right = valueText(draft);
  return left === right ? [] : [{ path: pathText(path), desired: left, draft: right }];
}

const own = (object: JsonObject, key: string) => (Object.hasOwn(object, key) ? object[key] : undefined);
