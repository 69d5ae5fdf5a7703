import type { DiffPart } from './fold-unchanged.ts';

/** The beginning of a diff, as far as so many lines go; what is folded takes one. */
export function takeLines(parts: readonly DiffPart[], limit: number): DiffPart[] {
  const taken: DiffPart[] = [];
  let room = limit;
  for (const part of parts) {
    if (room <= 0) break;
    if (part.kind === 'folded') {
      taken.push(part);
      room -= 1;
    } else {
      taken.push({ kind: 'lines', lines: part.lines.slice(0, room) });
      room -= part.lines.length;
    }
  }
  return taken;
}

/** How many lines a diff takes. */
export function lineCount(parts: readonly DiffPart[]): number {
  return parts.reduce((sum, { kind, lines }) => sum + (kind === 'folded' ? 1 : lines.length), 0);
}
