/** The part of a file between two `---` lines. Offsets are UTF-16 units of the file's text, lines count from 1. */
export interface DocumentPart {
  index: number;
  startOffset: number;
  endOffset: number;
  startLine: number;
  endLine: number;
  /** Where text stands after a `...` line, which readers of Kubernetes drop without a word; null when there is none. */
  strayOffset: number | null;
}

/** Where a `---` line stands, and where the document after it begins. */
interface Marker {
  start: number;
  end: number;
}

/**
 * Splits a file at its `---` lines. Comments belong to the document they stand in; what stands before a first `---` and
 * says nothing (comments, directives) is no document of its own. The parts and what lies between them are the whole file.
 */
export function splitDocuments(text: string): DocumentPart[] {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const markers = findMarkers(text, start);
  const [first] = markers;
  const starts = markers.map(({ end }) => end);
  const ends = [...markers.map(({ start: at }) => at), text.length];
  if (first !== undefined && saysNothing(text.slice(start, first.start))) ends.shift();
  else starts.unshift(start);
  const parts: DocumentPart[] = [];
  let line = 1;
  let counted = 0;
  for (const [index, startOffset] of starts.entries()) {
    const limit = ends[index] ?? text.length;
    const { endOffset, strayOffset } = findEnd(text, startOffset, limit);
    line += countBreaks(text, counted, startOffset);
    const endLine = line + countBreaks(text, startOffset, Math.max(startOffset, endOffset - 1));
    parts.push({ index, startOffset, endOffset, startLine: line, endLine, strayOffset });
    counted = startOffset;
  }
  return parts;
}

function findMarkers(text: string, start: number): Marker[] {
  const markers: Marker[] = [];
  for (let at = text.startsWith('---', start) ? start : nextLineWith('---', text, start); at !== -1; ) {
    const marker = readMarker(text, at);
    if (marker !== null) markers.push(marker);
    at = nextLineWith('---', text, at);
  }
  return markers;
}

function nextLineWith(token: string, text: string, from: number): number {
  const at = text.indexOf(`\n${token}`, from);
  return at === -1 ? -1 : at + 1;
}

function readMarker(text: string, start: number): Marker | null {
  const after = start + 3;
  if (after < text.length && !/\s/.test(text.charAt(after))) return null;
  const lineBreak = text.indexOf('\n', after);
  const end = lineBreak === -1 ? text.length : lineBreak + 1;
  const rest = text.slice(after, end).trimStart();
  if (rest === '' || rest.startsWith('#')) return { start, end };
  return { start, end: end - rest.length };
}

function findEnd(
  text: string,
  start: number,
  limit: number,
): Pick<DocumentPart, 'endOffset' | 'strayOffset'> {
  const body = text.slice(start, limit);
  const found = /^\.\.\.(?!\S)/m.exec(body);
  if (found === null) return { endOffset: limit, strayOffset: null };
  const tail = body.slice(found.index + 3);
  const stray = saysNothing(tail) ? null : start + found.index + 3 + tail.search(/\S/);
  return { endOffset: stray === null ? start + found.index : limit, strayOffset: stray };
}

/** Only blank lines, comments and directives. */
function saysNothing(text: string): boolean {
  return text.split('\n').every((line) => /^(?:\s*(?:#.*)?|%.*)$/.test(line.trimEnd()));
}

function countBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
