import type { DraftChange } from '#lib/contract/resource-detail.ts';
import type { Path } from '#lib/domain/drift/comparison.ts';
import { pathText } from '#lib/domain/drift/path-text.ts';

const DEEPEST = 100;

type Branch = Record<string, unknown> | unknown[];

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function child(value: Branch | undefined, key: string): unknown {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value[Number(key)];
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A value in one line, for a cell; null where there is none. */
export function valueText(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}

/** The value at a path; undefined where there is none. */
export function valueAt(root: object, path: Path): unknown {
  let value: unknown = root;
  for (const key of path) value = isBranch(value) ? child(value, String(key)) : undefined;
  return value;
}

/** Both sides have the same kind of inside, or one has an inside and the other nothing. */
function insides(desired: unknown, draft: unknown): [Branch | undefined, Branch | undefined] | null {
  const left = isBranch(desired) ? desired : undefined;
  const right = isBranch(draft) ? draft : undefined;
  if (left === undefined && right === undefined) return null;
  if (left === undefined) return desired === undefined ? [left, right] : null;
  if (right === undefined) return draft === undefined ? [left, right] : null;
  return Array.isArray(left) === Array.isArray(right) ? [left, right] : null;
}

/** The leaves in which two documents differ, in the order of the first, then what only the second has. */
export function leafChanges(desired: unknown, draft: unknown, path: Path = []): DraftChange[] {
  const inside = path.length < DEEPEST ? insides(desired, draft) : null;
  if (inside === null) {
    const left = valueText(desired);
    const right = valueText(draft);
    return left === right ? [] : [{ path: pathText(path), desired: left, draft: right }];
  }
  const [left, right] = inside;
  const isList = Array.isArray(left ?? right);
  const keys = new Set([...Object.keys(left ?? {}), ...Object.keys(right ?? {})]);
  return [...keys].flatMap((key) =>
    leafChanges(child(left, key), child(right, key), [...path, isList ? Number(key) : key]),
  );
}
