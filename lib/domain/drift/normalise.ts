import type { Discard, Spelling } from '../hedgehog/kind-profile.ts';
import { isJsonObject, type Json, type JsonObject } from '../hedgehog/kubernetes-object.ts';
import { quantity } from '../hedgehog/spellings.ts';
import { canonicalJson } from './canonical-json.ts';
import type { PlanNode } from './plan.ts';
import { setOwn } from './set-own.ts';

/** Deeper than any real spec; what lies below is compared as one value, without recursion. */
export const DEEPEST = 100;

/** One place of a document after normalising, with what stood there before. */
export interface Normal {
  readonly node: PlanNode;
  /** As written; undefined for what the schema's defaults or the webhook fill in. */
  readonly raw: Json | undefined;
  readonly form: 'value' | 'object' | 'list';
  /** The canonical value of a leaf. */
  readonly value: Json;
  readonly children: Map<string, Normal>;
  readonly items: Normal[];
  /** The key as written, where it is not the one under which it is found. */
  key: string | null;
  /** Why the server does not keep it; null when it does. */
  discarded: string | null;
}

const NO_CHILDREN: Map<string, Normal> = new Map();
const NO_ITEMS: Normal[] = [];

function leafOf(node: PlanNode, raw: Json | undefined, value: Json): Normal {
  return {
    node,
    raw,
    form: 'value',
    value,
    children: NO_CHILDREN,
    items: NO_ITEMS,
    key: null,
    discarded: null,
  };
}

function objectOf(node: PlanNode, raw: Json | undefined, children: Map<string, Normal>): Normal {
  return { node, raw, form: 'object', value: null, children, items: NO_ITEMS, key: null, discarded: null };
}

function listOf(node: PlanNode, raw: Json | undefined, items: Normal[]): Normal {
  return { node, raw, form: 'list', value: null, children: NO_CHILDREN, items, key: null, discarded: null };
}

/** What stands where nobody wrote anything: the webhook's addition, the default, or nothing. */
function absent(node: PlanNode, added: Json | undefined, depth: number): Normal | null {
  if (added !== undefined) return build(node, added, undefined, true, depth);
  if (node.default !== undefined) return build(node, node.default, undefined, true, depth);
  return node.always ? build(node, {}, undefined, true, depth) : null;
}

function build(
  node: PlanNode,
  raw: Json | undefined,
  added: Json | undefined,
  filled: boolean,
  depth: number,
): Normal | null {
  if (raw === undefined || (raw === null && !node.nullMatters)) return absent(node, added, depth);
  const written = filled ? undefined : raw;
  if (raw === null || typeof raw !== 'object') return buildScalar(node, raw, written, added, filled, depth);
  if (depth >= DEEPEST) return leafOf(node, written, raw);
  if (node.shape === 'free') return buildFree(node, raw, written, filled, depth);
  if (Array.isArray(raw)) {
    return node.shape === 'list'
      ? buildList(node, raw, written, added, filled, depth)
      : leafOf(node, written, raw);
  }
  if (node.shape === 'section') return buildSection(node, raw, written, added, filled, depth);
  return node.shape === 'map'
    ? buildMap(node, raw, written, added, filled, depth)
    : leafOf(node, written, raw);
}

/** A quantity may be a number too: `1` is `"1"` (apimachinery, `resource.Quantity`). */
function respell(spelling: Spelling, raw: Json): Json {
  if (typeof raw === 'string') return spelling(raw);
  return typeof raw === 'number' && spelling === quantity ? quantity(String(raw)) : raw;
}

function buildScalar(
  node: PlanNode,
  raw: Json,
  written: Json | undefined,
  added: Json | undefined,
  filled: boolean,
  depth: number,
): Normal | null {
  const value = node.spelling === null ? raw : respell(node.spelling, raw);
  const zero = value === '' || value === 0 || value === false;
  if (zero && !node.zeroMatters) return filled ? null : absent(node, added, depth);
  return leafOf(node, written, value);
}

function buildSection(
  node: PlanNode,
  raw: JsonObject,
  written: Json | undefined,
  inherited: Json | undefined,
  filled: boolean,
  depth: number,
): Normal | null {
  const children = new Map<string, Normal>();
  const own = node.fill === null ? null : node.fill(raw);
  const added = own ?? (isJsonObject(inherited) ? inherited : null);
  for (const key of Object.keys(raw)) {
    const known = node.properties.get(key);
    const child = build(known ?? node.unknown ?? node, raw[key], added?.[key], filled, depth + 1);
    if (child === null) continue;
    if (known === undefined && node.prunes !== null) child.discarded = node.prunes;
    children.set(key, child);
  }
  if (node.discard?.when(raw) === true) discardFrom(children, node.discard);
  if (added !== null) fillFrom(node, added, children, depth);
  for (const [key, child] of node.filling) {
    if (children.has(key)) continue;
    const value = absent(child, undefined, depth + 1);
    if (value !== null) children.set(key, value);
  }
  return children.size === 0 && !node.emptyMatters ? null : objectOf(node, written, children);
}

function discardFrom(children: Map<string, Normal>, { paths, because }: Discard): void {
  for (const path of paths) {
    let at: Normal | undefined;
    for (const key of path) at = (at?.children ?? children).get(key);
    if (at !== undefined) at.discarded = because;
  }
}

function fillFrom(node: PlanNode, added: JsonObject, children: Map<string, Normal>, depth: number): void {
  for (const key of Object.keys(added)) {
    const child = node.properties.get(key);
    if (child === undefined || children.has(key)) continue;
    const value = absent(child, added[key], depth + 1);
    if (value !== null) children.set(key, value);
  }
}

function buildMap(
  node: PlanNode,
  raw: JsonObject,
  written: Json | undefined,
  added: Json | undefined,
  filled: boolean,
  depth: number,
): Normal | null {
  const each = node.each ?? node;
  const children = new Map<string, Normal>();
  for (const key of Object.keys(raw)) {
    const value = raw[key] ?? null;
    const entry = build(each, value, undefined, filled, depth + 1) ?? emptyEntry(each, value, filled);
    if (entry === null) continue;
    const found = node.keySpelling === null ? key : node.keySpelling(key);
    if (found !== key) entry.key = key;
    children.set(found, entry);
  }
  if (children.size > 0) return objectOf(node, written, children);
  return filled || node.zeroMatters
    ? emptyOrNull(node, objectOf(node, written, children))
    : absent(node, added, depth);
}

/** An entry by name is there even when it says nothing (hedgehog-kinds.md B.3); only a scalar one can be null away. */
function emptyEntry(each: PlanNode, raw: Json, filled: boolean): Normal | null {
  const written = filled ? undefined : raw;
  if (isJsonObject(raw)) return objectOf(each, written, NO_CHILDREN);
  if (raw !== null) return Array.isArray(raw) ? listOf(each, written, NO_ITEMS) : leafOf(each, written, raw);
  return each.shape === 'section' || each.shape === 'map' ? objectOf(each, written, NO_CHILDREN) : null;
}

/** An explicit empty list or map is a value of its own only where a default would stand otherwise. */
function emptyOrNull(node: PlanNode, empty: Normal): Normal | null {
  return node.default !== undefined || node.emptyMatters ? empty : null;
}

function buildList(
  node: PlanNode,
  raw: Json[],
  written: Json | undefined,
  added: Json | undefined,
  filled: boolean,
  depth: number,
): Normal | null {
  const each = node.each ?? node;
  const items: Normal[] = raw.map(
    (item) =>
      build(each, item, undefined, filled, depth + 1) ??
      emptyEntry(each, item, filled) ??
      leafOf(each, item, null),
  );
  if (Array.isArray(added)) {
    const there = new Set(items.map(fingerprint));
    for (const item of added) {
      const more = build(each, item, undefined, true, depth + 1);
      if (more !== null && !there.has(fingerprint(more))) items.push(more);
    }
  }
  if (items.length > 0) return listOf(node, written, items);
  return filled || node.zeroMatters
    ? emptyOrNull(node, listOf(node, written, items))
    : absent(node, added, depth);
}

/** Nothing is known here: objects are maps by name, lists are ordered, and every value stands for itself. */
function buildFree(
  node: PlanNode,
  raw: JsonObject | Json[],
  written: Json | undefined,
  filled: boolean,
  depth: number,
): Normal | null {
  const inner = node.each ?? node;
  if (Array.isArray(raw)) {
    const items = raw.map(
      (item) => build(inner, item, undefined, filled, depth + 1) ?? leafOf(inner, item, null),
    );
    return items.length === 0 && !node.emptyMatters ? null : listOf(node, written, items);
  }
  const children = new Map<string, Normal>();
  for (const key of Object.keys(raw)) {
    const child = build(inner, raw[key], undefined, filled, depth + 1);
    if (child !== null) children.set(key, child);
  }
  return children.size === 0 && !node.emptyMatters ? null : objectOf(node, written, children);
}

/** A document in its normal form: defaults filled, spellings canonical, what says nothing left out; null when nothing is left. */
export function normalise(node: PlanNode, raw: Json | undefined): Normal | null {
  return build(node, raw, undefined, false, 0);
}

/** What would stand at a place if nobody wrote anything; `added` is what the webhook adds there. */
export function whenAbsent(node: PlanNode, added: Json | undefined): Normal | null {
  return absent(node, added, 0);
}

/** What a section would hold if it stood there empty. */
export function emptySection(node: PlanNode): Normal | null {
  return node.filling.length === 0 ? null : build(node, {}, undefined, true, 0);
}

/** The normal form as plain JSON: set-like lists sorted, what the server discards left out. */
export function normalForm(normal: Normal): Json {
  if (normal.form === 'value') return normal.value;
  if (normal.form === 'list') {
    if (normal.node.list === 'ordered') return normal.items.map(normalForm);
    const byPrint = new Map(normal.items.map((item) => [fingerprint(item), item]));
    return [...byPrint.keys()].sort().map((print) => normalForm(byPrint.get(print) ?? normal));
  }
  const form: JsonObject = {};
  for (const [key, child] of normal.children) {
    if (child.discarded !== null) continue;
    setOwn(form, key, normalForm(child));
  }
  return form;
}

/** Equal for equal normal forms, and only for them. */
export function fingerprint(normal: Normal): string {
  if (normal.form !== 'value') return canonicalJson(normalForm(normal));
  return typeof normal.value === 'string' ? `"${normal.value}` : canonicalJson(normal.value);
}
