import type { DiffLine } from './line-diff.ts';

/** One row of two columns: what went on the left, what came on the right; an unchanged line on both. */
export interface LinePair {
  left: DiffLine | null;
  right: DiffLine | null;
}

/** Sets every stretch of removed lines beside the added ones that follow it. */
export function pairLines(lines: readonly DiffLine[]): LinePair[] {
  const pairs: LinePair[] = [];
  // Where the next added line finds a removed one without a counterpart.
  let open = 0;
  for (const line of lines) {
    if (line.kind === 'same') {
      pairs.push({ left: line, right: line });
      open = pairs.length;
    } else if (line.kind === 'removed') {
      if (pairs.at(-1)?.right != null) open = pairs.length;
      pairs.push({ left: line, right: null });
    } else {
      const partner = pairs[open];
      if (partner === undefined) pairs.push({ left: null, right: line });
      else partner.right = line;
      open += 1;
    }
  }
  return pairs;
}
