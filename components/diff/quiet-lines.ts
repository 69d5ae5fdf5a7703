import type { DiffLine } from './line-diff.ts';

/** The lines of both texts that count, from and to, from one. */
export interface LoudLines {
  left: readonly (readonly [number, number])[];
  right: readonly (readonly [number, number])[];
}

function lineSet(ranges: LoudLines['left']): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const [from, to] of ranges) for (let line = from; line <= to; line += 1) lines.add(line);
  return lines;
}

/** The diff with those lines quiet that differ and do not count. */
export function quietLines(diff: DiffLine[], loud: LoudLines | null): DiffLine[] {
  if (loud === null) return diff;
  const [left, right] = [lineSet(loud.left), lineSet(loud.right)];
  return diff.map((line) => {
    if (line.kind === 'same') return line;
    const counts = line.kind === 'removed' ? left.has(line.left ?? 0) : right.has(line.right ?? 0);
    return counts ? line : { ...line, quiet: true };
  });
}
