/** One line of a diff; numbers are lines of the left and right text, from one. */
export interface DiffLine {
  kind: 'same' | 'removed' | 'added';
  text: string;
  left: number | null;
  right: number | null;
  /** The part that differs from the line's counterpart, as [from, to) in `text`. */
  changed?: readonly [number, number];
  /** It differs, and what differs counts for nothing. */
  quiet?: boolean;
}

/** Lines beyond which a minimal diff costs too much; then the differing middle is shown whole. */
const MOST_EDITS = 2000;

/** The lines in which two texts differ (Myers), with words marked where a line replaced another. */
export function lineDiff(left: string, right: string): DiffLine[] {
  const a = lines(left);
  const b = lines(right);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA -= 1;
    endB -= 1;
  }
  const edits = editScript(a.slice(start, endA), b.slice(start, endB));
  const kinds: DiffLine['kind'][] = [
    ...Array<DiffLine['kind']>(start).fill('same'),
    ...edits,
    ...Array<DiffLine['kind']>(a.length - endA).fill('same'),
  ];
  return markWords(number(kinds, a, b));
}

function lines(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function number(kinds: readonly DiffLine['kind'][], a: readonly string[], b: readonly string[]): DiffLine[] {
  let left = 0;
  let right = 0;
  return kinds.map((kind) => {
    if (kind === 'removed') {
      left += 1;
      return { kind, text: a[left - 1] ?? '', left, right: null };
    }
    right += 1;
    if (kind === 'same') left += 1;
    return { kind, text: b[right - 1] ?? '', left: kind === 'same' ? left : null, right };
  });
}

function editScript(a: readonly string[], b: readonly string[]): DiffLine['kind'][] {
  const trace = shortestEdit(a, b);
  if (trace === null) return [...a.map(() => 'removed' as const), ...b.map(() => 'added' as const)];
  const kinds: DiffLine['kind'][] = [];
  let x = a.length;
  let y = b.length;
  for (let depth = trace.length - 1; depth >= 0; depth -= 1) {
    const reached = trace[depth] ?? NOTHING;
    const k = x - y;
    const down = goesDown(reached, depth, k);
    const previousX = depth === 0 ? 0 : at(reached, depth, down ? k + 1 : k - 1);
    const previousY = depth === 0 ? 0 : previousX - (down ? k + 1 : k - 1);
    while (x > previousX && y > previousY) {
      kinds.push('same');
      x -= 1;
      y -= 1;
    }
    if (depth > 0) kinds.push(down ? 'added' : 'removed');
    x = previousX;
    y = previousY;
  }
  return kinds.reverse();
}

const NOTHING = new Int32Array(0);

/** How far a diagonal was reached before a step; the array of a step holds its diagonals from -depth to depth. */
const at = (reached: Int32Array, depth: number, k: number) => reached[k + depth] ?? -1;

function goesDown(reached: Int32Array, depth: number, k: number): boolean {
  return k === -depth || (k !== depth && at(reached, depth, k - 1) < at(reached, depth, k + 1));
}

/** What was reached on each diagonal before every step; null when there is more to edit than is worth it. */
function shortestEdit(a: readonly string[], b: readonly string[]): Int32Array[] | null {
  const most = Math.min(a.length + b.length, MOST_EDITS);
  const reached = new Int32Array(2 * most + 3).fill(-1);
  const middle = most + 1;
  reached[middle + 1] = 0;
  const trace: Int32Array[] = [];
  for (let depth = 0; depth <= most; depth += 1) {
    const before = reached.slice(middle - depth, middle + depth + 1);
    trace.push(before);
    for (let k = -depth; k <= depth; k += 2) {
      const down = depth === 0 || goesDown(before, depth, k);
      let x = (reached[middle + (down ? k + 1 : k - 1)] ?? 0) + (down ? 0 : 1);
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x += 1;
        y += 1;
      }
      reached[middle + k] = x;
      if (x >= a.length && y >= b.length) return trace;
    }
  }
  return null;
}

/** Marks what changed within a line where as many lines came as went. */
function markWords(diff: DiffLine[]): DiffLine[] {
  const marked = [...diff];
  for (let index = 0; index < marked.length; ) {
    const removed = run(marked, index, 'removed');
    const added = run(marked, index + removed, 'added');
    for (let pair = 0; removed === added && pair < removed; pair += 1) {
      const before = marked[index + pair];
      const after = marked[index + removed + pair];
      if (before === undefined || after === undefined) continue;
      const [left, right] = differingParts(before.text, after.text);
      marked[index + pair] = { ...before, changed: left };
      marked[index + removed + pair] = { ...after, changed: right };
    }
    index += Math.max(1, removed + added);
  }
  return marked;
}

function run(diff: readonly DiffLine[], from: number, kind: DiffLine['kind']): number {
  let length = 0;
  while (diff[from + length]?.kind === kind) length += 1;
  return length;
}

function differingParts(a: string, b: string): [readonly [number, number], readonly [number, number]] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return [
    [start, a.length - end],
    [start, b.length - end],
  ];
}
