import { fingerprint, type Normal } from './normalise.ts';
import type { PlanNode } from './plan.ts';

/** Two items that stand for each other, with their positions as written; null and -1 where one side has none. */
export interface Pair {
  desired: Normal | null;
  actual: Normal | null;
  desiredIndex: number;
  actualIndex: number;
}

type Print = (item: Normal) => string;

/** The text of the fields by which items of a keyed list are told apart. */
function keyPrint(paths: readonly (readonly string[])[]): Print {
  return (item) => {
    let print = '';
    for (const path of paths) {
      let place: Normal | undefined = item;
      for (const key of path) place = place?.children.get(key);
      print += place === undefined ? '\n' : `${fingerprint(place)}\n`;
    }
    return print;
  };
}

function inOrder(desired: readonly Normal[], actual: readonly Normal[]): Pair[] {
  const pairs: Pair[] = [];
  let start = 0;
  let end = 0;
  if (desired.length !== actual.length) {
    const d = desired.map(fingerprint);
    const a = actual.map(fingerprint);
    const shorter = Math.min(d.length, a.length);
    while (start < shorter && d[start] === a[start]) start++;
    while (end < shorter - start && d[d.length - 1 - end] === a[a.length - 1 - end]) end++;
  }
  const gap = Math.max(desired.length, actual.length) - start - end;
  for (let i = 0; i < start + gap; i++) pairs.push(pairAt(desired, actual, end, i, i));
  for (let i = end; i > 0; i--) pairs.push(pairAt(desired, actual, 0, desired.length - i, actual.length - i));
  return pairs;
}

/** The items at these positions; positions within the last `reserved` items of a side count as not there. */
function pairAt(
  desired: readonly Normal[],
  actual: readonly Normal[],
  reserved: number,
  d: number,
  a: number,
): Pair {
  const left = d < desired.length - reserved ? desired[d] : undefined;
  const right = a < actual.length - reserved ? actual[a] : undefined;
  return {
    desired: left ?? null,
    actual: right ?? null,
    desiredIndex: left === undefined ? -1 : d,
    actualIndex: right === undefined ? -1 : a,
  };
}

/** Positions by print; a position is taken from the front of its queue. */
function positions(items: readonly Normal[], print: Print, among: readonly number[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const index of among) {
    const item = items[index];
    if (item === undefined) continue;
    const key = print(item);
    const queue = found.get(key);
    if (queue === undefined) found.set(key, [index]);
    else queue.push(index);
  }
  return found;
}

/** Pairs what has the same print, and returns the positions that are left over on both sides. */
function pairByPrint(sides: Sides, print: Print, collapse: boolean): Sides & { pairs: Pair[] } {
  const { desired, actual } = sides;
  const right = positions(actual, print, sides.rightOver);
  const left = positions(desired, print, sides.leftOver);
  const pairs: Pair[] = [];
  const leftOver: number[] = [];
  const rightOver: number[] = [];
  for (const [key, lefts] of left) {
    const rights = right.get(key) ?? [];
    right.delete(key);
    const shared = Math.min(lefts.length, rights.length);
    for (let i = 0; i < shared; i++) pairs.push(pairAt(desired, actual, 0, lefts[i] ?? 0, rights[i] ?? 0));
    if (collapse && shared > 0) continue;
    leftOver.push(...lefts.slice(shared));
    rightOver.push(...rights.slice(shared));
  }
  for (const rights of right.values()) rightOver.push(...rights);
  return { ...sides, leftOver, rightOver, pairs };
}

interface Sides {
  desired: readonly Normal[];
  actual: readonly Normal[];
  leftOver: number[];
  rightOver: number[];
}

/** What is left over changed most likely in place, so it is shown as a change where the counts allow it. */
function pairRest(rest: Sides, scalars: boolean): Pair[] {
  const left = rest.leftOver.toSorted((x, y) => x - y);
  const right = rest.rightOver.toSorted((x, y) => x - y);
  const inPlace =
    scalars && (left.length !== 1 || right.length !== 1) ? 0 : Math.min(left.length, right.length);
  const pairs: Pair[] = [];
  for (let i = 0; i < inPlace; i++)
    pairs.push(pairAt(rest.desired, rest.actual, 0, left[i] ?? 0, right[i] ?? 0));
  for (const index of left.slice(inPlace)) pairs.push(pairAt(rest.desired, [], 0, index, -1));
  for (const index of right.slice(inPlace)) pairs.push(pairAt([], rest.actual, 0, -1, index));
  return pairs;
}

/** Says which items of two lists stand for each other: by position, by content, or by their keys; in linear time. */
export function matchItems(node: PlanNode, desired: readonly Normal[], actual: readonly Normal[]): Pair[] {
  if (node.list === 'ordered') return inOrder(desired, actual);
  const all = { desired, actual, leftOver: [...desired.keys()], rightOver: [...actual.keys()] };
  const same = pairByPrint(all, fingerprint, true);
  const pairs = same.pairs;
  let rest: Sides = same;
  if (node.list === 'keyed' && rest.leftOver.length > 0 && rest.rightOver.length > 0) {
    const keyed = pairByPrint(rest, keyPrint(node.keys), false);
    pairs.push(...keyed.pairs);
    rest = keyed;
  }
  const scalars = [...desired, ...actual].every((item) => item.form === 'value');
  return [...pairs, ...pairRest(rest, scalars)];
}
