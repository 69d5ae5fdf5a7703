import type { DraftChange } from '#lib/contract/resource-detail.ts';
import type { Path } from '#lib/domain/drift/comparison.ts';
import { pathText } from '#lib/domain/drift/path-text.ts';

const DEEPEST = 100;

type Container = Record<string, unknown> | unknown[];

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

const isFilled = (value: unknown): value is Container => isContainer(value) && Object.keys(value).length > 0;

function child(value: Container | undefined, key: string): unknown {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value[Number(key)];
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A value in one line, for a cell; null where there is none. */
export function valueText(value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value === 'string' && value !== '') return value;
  try {
    return JSON.stringify(value);
  } catch {
    return '(nested too deeply to be shown)';
  }
}

/** The value at a path; undefined where there is none. */
export function valueAt(root: object, path: Path): unknown {
  let value: unknown = root;
  for (const key of path) value = isContainer(value) ? child(value, String(key)) : undefined;
  return value;
}

/** The insides to go on with: both sides have the same kind of one, or one has it and the other has nothing. */
function insides(desired: unknown, draft: unknown): [Container | undefined, Container | undefined] | null {
  if (desired === undefined) return isFilled(draft) ? [undefined, draft] : null;
  if (draft === undefined) return isFilled(desired) ? [desired, undefined] : null;
  if (!isContainer(desired) || !isContainer(draft)) return null;
  return Array.isArray(desired) === Array.isArray(draft) ? [desired, draft] : null;
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
