import { isJsonObject, type Json } from '../hedgehog/kubernetes-object.ts';
import { canonicalJson } from './canonical-json.ts';
import { reportDifference, reportExplained, type Sides, type Walk, writerHere } from './classify.ts';
import { matchItems, type Pair } from './match-items.ts';
import { emptySection, fingerprint, type Normal } from './normalise.ts';
import { isDeployer } from './ownership.ts';
import { NOT_IN_SCHEMA, type PlanNode } from './plan.ts';
import { isSameValue } from './same-value.ts';

const FILLED = { class: 'defaulted', reason: 'filled by default while the other side is silent' } as const;
const SPELLED = { class: 'rewritten', reason: 'another spelling of the same value' } as const;
const REORDERED = { class: 'rewritten', reason: 'the same items; their order means nothing' } as const;

/** Nulls that the schema does not allow are pruned (Kubernetes, "Defaulting and Nullable"). */
const NULL_ENTRY = {
  class: 'dropped',
  reason: 'the server throws a null entry away or refuses it; write {} to keep it',
} as const;

const sidesOf = (desired: Normal | null, actual: Normal | null): Sides => ({
  desired: desired?.raw,
  actual: actual?.raw,
  silent: desired?.raw === undefined,
});

/** What stands under a key of a section as written, if anything. */
export function written(section: Json | undefined, key: string): Json | undefined {
  return isJsonObject(section) && Object.hasOwn(section, key) ? section[key] : undefined;
}

function droppedCause(because: string) {
  if (because !== NOT_IN_SCHEMA) return { class: 'dropped', reason: because } as const;
  return {
    class: 'dropped',
    reason:
      'not in the schema: create and update drop it with a warning, a server-side apply (Flux) refuses the whole object',
  } as const;
}

/** Compares two normal forms of one place; true when something is left that both sides wrote and that is the same. */
export function diff(walk: Walk, desired: Normal | null, actual: Normal | null, empty?: Json): boolean {
  if (desired === null) {
    if (actual !== null) onlyOne(walk, actual, false, empty);
    return false;
  }
  if (desired.discarded !== null && (actual === null || actual.discarded === null)) {
    reportExplained(walk, sidesOf(desired, null), 'low', droppedCause(desired.discarded));
    return diff(walk, null, actual);
  }
  if (actual === null) {
    onlyOne(walk, desired, true, empty);
    return false;
  }
  // What nobody wrote on either side differs only because something else does.
  if (desired.raw === undefined && actual.raw === undefined) return false;
  if (desired.form !== actual.form) {
    reportDifference(walk, sidesOf(desired, actual), desired.node.weight, desired.node.hydrated);
    return false;
  }
  if (desired.form === 'value') return diffValues(walk, desired, actual);
  return desired.form === 'object' ? diffObjects(walk, desired, actual) : diffLists(walk, desired, actual);
}

function diffValues(walk: Walk, desired: Normal, actual: Normal): boolean {
  const { node } = desired;
  if (!isSameValue(desired.value, actual.value)) {
    reportDifference(walk, sidesOf(desired, actual), node.weight, node.hydrated);
    return false;
  }
  if (desired.raw === undefined || actual.raw === undefined) {
    reportExplained(walk, sidesOf(desired, actual), node.weight, FILLED);
    return false;
  }
  if (desired.raw !== actual.raw && typeof desired.raw !== 'object') {
    reportExplained(walk, sidesOf(desired, actual), node.weight, SPELLED);
  }
  return true;
}

/** Where a default map would stand, a written one without all of its entries lost them to somebody: removals have no owner. */
function lacksDefaults(one: Normal, other: Normal): boolean {
  if (one.raw !== undefined || other.raw === undefined) return false;
  return [...one.children.keys()].some((key) => !other.children.has(key));
}

function diffObjects(walk: Walk, desired: Normal, actual: Normal): boolean {
  let same = desired.children.size === 0 && actual.children.size === 0 && desired.raw !== undefined;
  const byName = desired.node.shape === 'map';
  if (byName && (lacksDefaults(desired, actual) || lacksDefaults(actual, desired))) {
    reportDifference(walk, { ...sidesOf(desired, actual), silent: false }, desired.node.weight, false);
    return false;
  }
  for (const [key, child] of desired.children) {
    const other = actual.children.get(key) ?? null;
    if (other === null && byName) diffEntry(walk, key, child, true);
    else if (diffChild(walk, key, child, other, other === null ? written(actual.raw, key) : undefined))
      same = true;
  }
  for (const [key, child] of actual.children) {
    if (desired.children.has(key)) continue;
    if (byName) diffEntry(walk, key, child, false);
    else diffChild(walk, key, null, child, written(desired.raw, key));
  }
  return same;
}

/** managedFields names owners inside lists only where the schema tells their items apart. */
function isOwnedWhole(place: Normal | null): boolean {
  if (place === null) return false;
  return !place.node.granular || (place.form === 'list' && place.node.list === 'ordered');
}

/**
 * Compares what stands under one key of a section or map. `empty` is what the side that says nothing writes there all
 * the same: it is shown, so that `true → false` does not read as missing.
 */
export function diffChild(
  walk: Walk,
  key: string,
  desired: Normal | null,
  actual: Normal | null,
  empty?: Json,
): boolean {
  walk.path.push((actual === null ? desired?.key : actual.key) ?? key);
  walk.tokens.push(`f:${actual?.key ?? key}`);
  const cut = walk.cut;
  if (cut < 0 && isOwnedWhole(desired ?? actual)) walk.cut = walk.tokens.length;
  if (desired !== null && actual !== null && desired.key !== actual.key) {
    reportExplained(walk, sidesOf(desired, actual), desired.node.weight, SPELLED);
  }
  const moved = desired !== null && actual !== null && desired.key !== actual.key;
  if (moved)
    walk.moved.push({
      depth: walk.path.length - 1,
      desired: desired.key ?? key,
      actual: actual.key ?? key,
    });
  const same = diff(walk, desired, actual, empty);
  if (moved) walk.moved.pop();
  walk.cut = cut;
  walk.tokens.pop();
  walk.path.pop();
  return same;
}

/** How managedFields names an item of a list with owners of its own (Kubernetes, FieldsV1: `k:` by keys, `v:` by value). */
function itemToken(node: PlanNode, item: Normal): string {
  if (node.list !== 'keyed') return `v:${canonicalJson(item.raw ?? item.value)}`;
  const keys: { [key: string]: Json } = {};
  for (const [key = ''] of node.keys) keys[key] = item.children.get(key)?.value ?? null;
  return `k:${canonicalJson(keys)}`;
}

const isMoved = ({ desired, actual, desiredIndex, actualIndex }: Pair) =>
  desired !== null && actual !== null && desiredIndex !== actualIndex;

function diffLists(walk: Walk, desired: Normal, actual: Normal): boolean {
  const { node } = desired;
  if (desired.raw === undefined || actual.raw === undefined) {
    if (fingerprint(desired) === fingerprint(actual)) {
      reportExplained(walk, sidesOf(desired, actual), node.weight, FILLED);
    } else reportDifference(walk, sidesOf(desired, actual), node.weight, node.hydrated);
    return false;
  }
  const pairs = matchItems(node, desired.items, actual.items);
  const before = walk.differences.length;
  const moved = node.list !== 'ordered' && pairs.some(isMoved);
  let same = desired.items.length === 0 && actual.items.length === 0;
  const outer = walk.reordered;
  walk.reordered ||= moved;
  for (const pair of pairs) if (diffItem(walk, node, pair)) same = true;
  walk.reordered = outer;
  if (moved && walk.differences.length === before) {
    reportExplained(walk, sidesOf(desired, actual), node.weight, REORDERED);
  }
  return same;
}

function diffItem(walk: Walk, list: PlanNode, pair: Pair): boolean {
  const { desired, actual, desiredIndex, actualIndex } = pair;
  const item = actual ?? desired;
  if (item === null) return false;
  walk.path.push(desiredIndex >= 0 ? desiredIndex : actualIndex);
  walk.tokens.push(walk.cut < 0 ? itemToken(list, item) : '');
  let same = false;
  if (desired !== null && actual !== null) {
    const depth = walk.path.length - 1;
    const moved = desiredIndex !== actualIndex;
    if (moved) walk.moved.push({ depth, desired: desiredIndex, actual: actualIndex });
    same = diff(walk, desired, actual);
    if (moved) walk.moved.pop();
  } else if (item.raw !== undefined) reportOne(walk, item, actual === null);
  walk.tokens.pop();
  walk.path.pop();
  return same;
}

/** What only one side has: a section leaf by leaf, a map entry by entry, everything else whole. */
function onlyOne(walk: Walk, only: Normal, isDesired: boolean, empty: Json | undefined): void {
  const { node } = only;
  if (only.raw === undefined) return;
  const hasParts = only.form === 'object' && !node.emptyMatters && only.children.size > 0;
  if (hasParts && node.shape === 'section') onlyOneSection(walk, only, isDesired, empty);
  else if (hasParts && node.shape === 'map') onlyOneMap(walk, only, isDesired);
  else reportOne(walk, only, isDesired, empty);
}

function reportOne(walk: Walk, only: Normal, isDesired: boolean, empty?: Json): void {
  const other = typeof empty === 'object' ? undefined : empty;
  const sides = isDesired
    ? { desired: only.raw, actual: other, silent: false }
    : { desired: other, actual: only.raw, silent: true };
  reportDifference(walk, sides, only.node.weight, only.node.hydrated);
}

function onlyOneMap(walk: Walk, map: Normal, isDesired: boolean): void {
  for (const [key, entry] of map.children) diffEntry(walk, key, entry, isDesired);
}

/** A hand wrote the list that the walk stands in, so what it lacks was taken out rather than thrown away. */
function isListByHand(walk: Walk): boolean {
  const writer = walk.cut < 0 ? null : writerHere(walk);
  return writer !== null && !isDeployer(writer.manager);
}

/** An entry by name came or went as a whole, so it is one difference. */
function diffEntry(walk: Walk, key: string, entry: Normal, isDesired: boolean): void {
  if (entry.raw === undefined) return;
  walk.path.push(entry.key ?? key);
  walk.tokens.push(`f:${entry.key ?? key}`);
  if (isDesired && entry.raw === null && !isListByHand(walk)) {
    reportExplained(walk, sidesOf(entry, null), entry.node.weight, NULL_ENTRY);
  } else reportOne(walk, entry, isDesired);
  walk.tokens.pop();
  walk.path.pop();
}

/** Where one side has a section, what the section would hold by itself is no difference, unless nothing else is: then the section is. */
function onlyOneSection(walk: Walk, section: Normal, isDesired: boolean, empty: Json | undefined): void {
  const bare = emptySection(section.node);
  const realBefore = walk.real;
  let byDefault = false;
  for (const [key, child] of section.children) {
    const filled = bare?.children.get(key);
    const isDefault = filled !== undefined && fingerprint(filled) === fingerprint(child);
    const other = isDefault ? filled : null;
    byDefault ||= isDefault;
    diffChild(walk, key, isDesired ? child : other, isDesired ? other : child, written(empty, key));
  }
  const hasAuthor = isDesired || !walk.ownershipKnown() || writerHere(walk) !== null;
  if (byDefault && walk.real === realBefore && hasAuthor) reportOne(walk, section, isDesired);
}
