import { isDeepStrictEqual } from 'node:util';
import { dump } from 'js-yaml';
import { isMap, isScalar, isSeq, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Json, JsonObject } from '../../domain/hedgehog/kubernetes-object.ts';
import { resolvePlain } from './resolve-scalar.ts';

/** Text to stand in place of a part of the old one. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

type Node = ParsedNode | null;
type MapNode = YAMLMap.Parsed<ParsedNode, Node>;
type SeqNode = YAMLSeq.Parsed;

interface Pair {
  key: ParsedNode;
  value: Node;
  name: string;
}

/** Thrown where a document cannot be changed in place: it must be written anew. */
export class NotInPlace extends Error {}

interface Writer {
  text: string;
  edits: TextEdit[];
  /** Whether lists stand at the column of their key, as they do in this text. */
  seqNoIndent: boolean;
}

/** The key or dash that a value belongs to: its column, and where its `:` or `-` ends; `flow` within brackets. */
interface Spot {
  column: number;
  below: 'key' | 'dash';
  after: number;
  flow: boolean;
}

/** The edits that make a text (LF, closed) say something else and leave alone what says the same. Throws NotInPlace. */
export function collectEdits(text: string, root: ParsedNode, old: Json, wanted: Json): TextEdit[] {
  const writer: Writer = { text, edits: [], seqNoIndent: /^( *)[^\s#-][^\n]*:[ \t]*\n\1- /m.test(text) };
  if (!isMap(root) || !isMapping(old) || !isMapping(wanted)) throw new NotInPlace();
  change(writer, root, old, wanted, { column: 0, below: 'key', after: 0, flow: false });
  return writer.edits;
}

function change(writer: Writer, node: Node, old: Json, wanted: Json, spot: Spot): void {
  if (isDeepStrictEqual(old, wanted)) return;
  if (isMap(node) && isMapping(old) && isMapping(wanted) && Object.keys(wanted).length > 0) {
    changeMap(writer, node, old, wanted, spot);
  } else if (isSeq(node) && Array.isArray(old) && Array.isArray(wanted) && wanted.length > 0) {
    changeSeq(writer, node, old, wanted, spot);
  } else replace(writer, node, wanted, spot);
}

function changeMap(writer: Writer, node: MapNode, old: JsonObject, wanted: JsonObject, spot: Spot): void {
  const pairs = node.items.map(({ key, value }) => ({ key, value, name: keyText(key) }));
  if (!isDeepStrictEqual(pairs.map(({ name }) => name).sort(), Object.keys(old).sort()))
    throw new NotInPlace();
  const kept = pairs.filter(({ name }) => Object.hasOwn(wanted, name));
  const added = Object.keys(wanted).filter((key) => !Object.hasOwn(old, key));
  const isReshaped = added.length > 0 || kept.length < pairs.length;
  const flow = node.flow === true;
  const [first] = pairs;
  if (first === undefined || kept.length === 0 || (flow && isReshaped)) {
    replace(writer, node, wanted, { ...spot, flow: spot.flow || (flow && pairs.length > 0) });
    return;
  }
  const column = columnOf(writer.text, first.key.range[0]);
  removePairs(writer, pairs, kept);
  for (const { key, value, name } of kept) {
    const after = writer.text.indexOf(':', key.range[1]) + 1;
    const below = { column, below: 'key', after, flow: flow || spot.flow } as const;
    change(writer, value, old[name] ?? null, wanted[name] ?? null, below);
  }
  const last = pairs.at(-1);
  if (added.length === 0 || last === undefined) return;
  const lines = dumpBlock(writer, Object.fromEntries(added.map((key) => [key, wanted[key] ?? null])));
  const position = endOfPair(writer.text, last.value ?? last.key, column);
  writer.edits.push({ start: position, end: position, text: indent(lines, column) });
}

function removePairs({ text, edits }: Writer, pairs: readonly Pair[], kept: readonly Pair[]): void {
  const [firstKept] = kept;
  let gone = pairs.filter((pair) => !kept.includes(pair));
  const start = pairs[0]?.key.range[0] ?? 0;
  const isBesideDash = text.slice(lineStartOf(text, start), start).trim() !== '';
  if (isBesideDash && firstKept !== undefined && firstKept !== pairs[0]) {
    // The first key that stays takes the place beside the dash.
    edits.push({ start, end: firstKept.key.range[0], text: '' });
    gone = gone.filter((pair) => pairs.indexOf(pair) > pairs.indexOf(firstKept));
  }
  for (const { key, value } of gone) {
    const lineStart = lineStartOf(text, key.range[0]);
    edits.push({ start: lineStart, end: lineEndAfter(text, contentEnd(value ?? key)), text: '' });
  }
}

function changeSeq(writer: Writer, node: SeqNode, old: Json[], wanted: Json[], spot: Spot): void {
  const items = node.items.filter((item): item is ParsedNode => item !== null);
  if (items.length !== old.length) throw new NotInPlace();
  const flow = node.flow === true;
  if (items.length === 0 || (flow && old.length !== wanted.length)) {
    replace(writer, node, wanted, { ...spot, flow: spot.flow || (flow && items.length > 0) });
    return;
  }
  const { head, tail } = commonEnds(old, wanted);
  const lost = old.length - head - tail;
  const gained = wanted.length - head - tail;
  const both = Math.min(lost, gained);
  const column = flow ? 0 : dashOf(writer.text, items[0]).column;
  for (let at = head; at < head + both; at++) {
    const after = flow ? 0 : dashOf(writer.text, items[at]).after;
    change(writer, items[at] ?? null, old[at] ?? null, wanted[at] ?? null, {
      column,
      below: 'dash',
      after,
      flow: flow || spot.flow,
    });
  }
  for (const item of items.slice(head + both, head + lost)) {
    writer.edits.push({
      start: dashLine(writer.text, item),
      end: lineEndAfter(writer.text, contentEnd(item)),
      text: '',
    });
  }
  if (gained <= lost) return;
  const lines = indent(dumpBlock(writer, wanted.slice(head + both, head + gained)), column);
  const before = items[head + lost - 1];
  const position =
    before === undefined ? dashLine(writer.text, items[0]) : endOfPair(writer.text, before, column);
  writer.edits.push({ start: position, end: position, text: lines });
}

/** How much two lists have in common at their beginning and at their end. */
function commonEnds(old: Json[], wanted: Json[]): { head: number; tail: number } {
  const most = Math.min(old.length, wanted.length);
  let head = 0;
  while (head < most && isDeepStrictEqual(old[head], wanted[head])) head++;
  let tail = 0;
  while (tail < most - head && isDeepStrictEqual(old.at(-1 - tail), wanted.at(-1 - tail))) tail++;
  return { head, tail };
}

function replace(writer: Writer, node: Node, wanted: Json, spot: Spot): void {
  if (node === null) throw new NotInPlace();
  const { text, edits } = writer;
  const [start] = node.range;
  const end = contentEnd(node);
  const { after, flow } = spot;
  // Beside the key may stand a comment, with the value on the lines below it.
  const isBelow = !flow && text.slice(after, start).includes('\n');
  if (!flow && isNested(wanted)) {
    replaceByBlock(writer, isBelow ? lineEndAfter(text, after) : after, end, wanted, spot);
    return;
  }
  const value = inline(wanted, isScalar(node) ? node.type : undefined);
  if (isBelow) {
    edits.push({ start: after, end: after, text: ` ${value}` });
    edits.push({ start: lineEndAfter(text, after), end: lineEndAfter(text, end), text: '' });
    return;
  }
  const lineEnd = text.slice(start, end).endsWith('\n') ? '\n' : '';
  edits.push({ start, end, text: (start === after && !flow ? ' ' : '') + value + lineEnd });
}

/** Puts lines of their own in place of a value; the comment beside the old one goes beside the key or the first line. */
function replaceByBlock(
  { text, edits, seqNoIndent }: Writer,
  start: number,
  end: number,
  wanted: Json,
  spot: Spot,
): void {
  const { after, below, column } = spot;
  const dumped = dumpBlock({ seqNoIndent }, below === 'key' ? { k: wanted } : [wanted]);
  const [first = '', ...lines] = indent(dumped.slice(below === 'key' ? 2 : 1), column)
    .trimEnd()
    .split('\n');
  const lineEnd = lineEndAfter(text, end);
  const comment = text.slice(end, lineEnd).trim();
  if (comment !== '' && !comment.startsWith('#')) throw new NotInPlace();
  if (start !== after) {
    if (below === 'dash') throw new NotInPlace();
    edits.push({ start, end: lineEnd, text: `${lines.join('\n')}\n` });
    return;
  }
  const beside = [first.trim(), comment].filter((part) => part !== '').map((part) => ` ${part}`);
  edits.push({ start, end: lineEnd, text: `${[beside.join(''), ...lines].join('\n')}\n` });
}

/** A value on one line, in the quotes that the old one had where it can. */
function inline(value: Json, style: string | undefined): string {
  const quoteStyle = style === 'QUOTE_DOUBLE' ? 'double' : 'single';
  const forceQuotes = typeof value === 'string' && (style === 'QUOTE_DOUBLE' || style === 'QUOTE_SINGLE');
  const line = dump([value], {
    flowLevel: 0,
    lineWidth: -1,
    noRefs: true,
    quoteStyle,
    forceQuotes,
  }).trimEnd();
  return line.slice(1, -1);
}

function dumpBlock({ seqNoIndent }: Pick<Writer, 'seqNoIndent'>, value: Json): string {
  return dump(value, { lineWidth: -1, noRefs: true, seqNoIndent });
}

function indent(lines: string, column: number): string {
  return lines.replace(/^(?=.)/gm, ' '.repeat(column));
}

/** Where the last character of a node's own content ends, without the comments that follow it. */
function contentEnd(node: ParsedNode): number {
  if (isMap(node) && node.flow !== true) {
    const last = node.items.at(-1);
    if (last !== undefined) return contentEnd(last.value ?? last.key);
  }
  if (isSeq(node) && node.flow !== true) {
    const last = node.items.at(-1);
    if (last !== undefined && last !== null && !('key' in last)) return contentEnd(last);
  }
  return node.range[1];
}

/** Where something new can stand below a node: after the comments that are indented as a part of it. */
function endOfPair(text: string, node: ParsedNode, column: number): number {
  let position = lineEndAfter(text, contentEnd(node));
  const ownComment = new RegExp(`^ {${column + 1},}#[^\\n]*(?:\\n|$)`);
  for (
    let found = ownComment.exec(text.slice(position));
    found !== null;
    found = ownComment.exec(text.slice(position))
  ) {
    position += found[0].length;
  }
  return position;
}

function dashOf(text: string, item: ParsedNode | undefined): { column: number; after: number } {
  const after = text.slice(0, item?.range[0] ?? 0).trimEnd().length;
  if (text.charAt(after - 1) !== '-') throw new NotInPlace();
  return { column: columnOf(text, after - 1), after };
}

/** Where the line of a dash starts; only of a dash that is the first thing on its line. */
function dashLine(text: string, item: ParsedNode | undefined): number {
  const { after } = dashOf(text, item);
  const lineStart = lineStartOf(text, after - 1);
  if (text.slice(lineStart, after - 1).trim() !== '') throw new NotInPlace();
  return lineStart;
}

function columnOf(text: string, offset: number): number {
  return offset - lineStartOf(text, offset);
}

function lineStartOf(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEndAfter(text: string, offset: number): number {
  if (offset > 0 && text.charAt(offset - 1) === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

function keyText(key: ParsedNode): string {
  if (!isScalar(key)) throw new NotInPlace();
  const source = key.source ?? '';
  return String(key.type === 'PLAIN' ? resolvePlain(source).value : source);
}

function isNested(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function isMapping(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
