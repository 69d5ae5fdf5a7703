/** The part of a file between two `---` lines. Offsets are UTF-16 units of the file's text, lines count from 1. */
export interface DocumentPart {
  index: number;
  startOffset: number;
  endOffset: number;
  startLine: number;
  endLine: number;
  /** What Kubernetes tools refuse, or drop without a word, although YAML has it; null when there is nothing. */
  refused: { reason: string; offset: number } | null;
}

/** A `---` line, and where the document after it begins; `hasContent` when that is on the same line. */
interface Marker {
  start: number;
  end: number;
  hasContent: boolean;
}

// k8s.io/apimachinery (util/yaml, YAMLReader) cuts at lines that start with "---", takes only a comment on them, and
// reads the first document of what it cut.
const ON_MARKER_LINE =
  'Kubernetes tools take nothing but a comment after "---"; start the document on the next line.';
const AFTER_END = 'Kubernetes tools drop what stands after a "..." line; start it with a "---" line.';
const DIRECTIVE = 'Kubernetes tools take no "%" directives before a document; remove them.';

/**
 * Splits a file at its `---` lines. Comments belong to the document they stand in; what stands before a first `---` and
 * says nothing (comments, directives) is no document of its own. The parts and what lies between them are the whole file.
 */
export function splitDocuments(text: string): DocumentPart[] {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const markers = findMarkers(text, start);
  const preamble = text.slice(start, markers[0]?.start);
  const hasPreamble = markers.length > 0 && saysNothing(preamble);
  const openings = hasPreamble ? markers : [{ start, end: start, hasContent: false }, ...markers];
  const parts: DocumentPart[] = [];
  let line = 1;
  let counted = 0;
  for (const [index, { end: startOffset, hasContent }] of openings.entries()) {
    const { endOffset, refused } = readRegion(text, startOffset, openings[index + 1]?.start ?? text.length);
    line += countBreaks(text, counted, startOffset);
    const endLine = line + countBreaks(text, startOffset, Math.max(startOffset, endOffset - 1));
    const before = hasContent
      ? ON_MARKER_LINE
      : index === 0 && hasPreamble && /^%/m.test(preamble)
        ? DIRECTIVE
        : null;
    const reason = before === null ? refused : { reason: before, offset: startOffset };
    parts.push({ index, startOffset, endOffset, startLine: line, endLine, refused: reason });
    counted = startOffset;
  }
  return parts;
}

function findMarkers(text: string, start: number): Marker[] {
  const markers: Marker[] = [];
  for (
    let at = text.startsWith('---', start) ? start : nextMarker(text, start);
    at !== -1;
    at = nextMarker(text, at)
  ) {
    const marker = readMarker(text, at);
    if (marker !== null) markers.push(marker);
  }
  return markers;
}

function nextMarker(text: string, from: number): number {
  const at = text.indexOf('\n---', from);
  return at === -1 ? -1 : at + 1;
}

function readMarker(text: string, start: number): Marker | null {
  const after = start + 3;
  if (after < text.length && !/\s/.test(text.charAt(after))) return null;
  const lineBreak = text.indexOf('\n', after);
  const end = lineBreak === -1 ? text.length : lineBreak + 1;
  const rest = text.slice(after, end).trimStart();
  const hasContent = rest !== '' && !rest.startsWith('#');
  return { start, end: hasContent ? end - rest.length : end, hasContent };
}

/** Where the document ends between two markers: at a `...` line, or at the next marker. */
function readRegion(text: string, start: number, limit: number): Pick<DocumentPart, 'endOffset' | 'refused'> {
  const body = text.slice(start, limit);
  const found = /^\.\.\.(?!\S)/m.exec(body);
  if (found === null) return { endOffset: limit, refused: null };
  const tail = body.slice(found.index + 3);
  if (saysNothing(tail)) return { endOffset: start + found.index, refused: null };
  const offset = start + found.index + 3 + tail.search(/\S/);
  return { endOffset: limit, refused: { reason: AFTER_END, offset } };
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
