import type { DiffLine } from './line-diff.ts';

/** A stretch of a diff: lines to show, or unchanged and quiet ones that are folded away. */
export type DiffPart = { kind: 'lines'; lines: DiffLine[] } | { kind: 'folded'; lines: DiffLine[] };

const AROUND = 3;
/** A fold that hides fewer lines than it takes is none. */
const WORTH_FOLDING = 4;

/** Folds what is far from any change. */
export function foldUnchanged(diff: readonly DiffLine[]): DiffPart[] {
  const near = nearChange(diff);
  const parts: DiffPart[] = [];
  for (let from = 0; from < diff.length; ) {
    let to = from;
    while (to < diff.length && near[to] === near[from]) to += 1;
    const lines = diff.slice(from, to);
    const folded = near[from] === false && lines.length >= WORTH_FOLDING;
    const last = parts.at(-1);
    if (!folded && last?.kind === 'lines') last.lines.push(...lines);
    else parts.push({ kind: folded ? 'folded' : 'lines', lines });
    from = to;
  }
  return parts;
}

function nearChange(diff: readonly DiffLine[]): boolean[] {
  const near = diff.map(() => false);
  diff.forEach(({ kind, quiet = false }, index) => {
    if (kind === 'same' || quiet) return;
    for (let step = -AROUND; step <= AROUND; step += 1) {
      if (index + step >= 0 && index + step < diff.length) near[index + step] = true;
    }
  });
  return near;
}
