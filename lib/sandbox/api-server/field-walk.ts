import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { equalJson, isJsonObject, own, stableJson } from '../json-value.ts';
import { FieldSet, type PathElement } from './field-set.ts';
import { type StructuralSchema, schemaOfKey, UNTYPED } from './structural-schema.ts';
import { listKey } from './validate-schema.ts';

interface Entry {
  value: Json;
  schema: StructuralSchema;
  /** False for an item of a map by name or of a list: it exists by itself, even when empty. */
  named: boolean;
}

/** The parts of a value that have owners of their own; null when it is owned whole. */
export function entriesOf(value: Json, schema: StructuralSchema): Map<PathElement, Entry> | null {
  if (Array.isArray(value)) return schema.listType === 'atomic' ? null : listEntries(value, schema);
  if (!isJsonObject(value) || schema.mapType === 'atomic') return null;
  const entries = new Map<PathElement, Entry>();
  for (const key of Object.keys(value)) {
    const found = schemaOfKey(schema, key) ?? { schema: UNTYPED, named: false };
    entries.set(`f:${key}`, { value: own(value, key) ?? null, ...found });
  }
  return entries;
}

function listEntries(list: Json[], schema: StructuralSchema): Map<PathElement, Entry> {
  const items = schema.items ?? UNTYPED;
  return new Map(
    list.map((item) => [itemElement(item, schema), { value: item, schema: items, named: false }]),
  );
}

export function itemElement(item: Json, schema: StructuralSchema): PathElement {
  return schema.listType === 'map' ? `k:${stableJson(listKey(item, schema))}` : `v:${stableJson(item)}`;
}

/** Every field of a value, as server-side apply claims them. */
export function fieldSetOf(value: JsonObject, schema: StructuralSchema): FieldSet {
  return setBelow(value, schema);
}

function setBelow(value: Json, schema: StructuralSchema): FieldSet {
  const entries = entriesOf(value, schema);
  if (entries === null) return FieldSet.empty;
  const members: PathElement[] = [];
  const children: [PathElement, FieldSet][] = [];
  for (const [element, entry] of entries) {
    const below = setBelow(entry.value, entry.schema);
    children.push([element, below]);
    if (!entry.named || isLeaf(entry)) members.push(element);
  }
  return FieldSet.of(members, children);
}

/** An empty section is claimed like a scalar; an empty keyed list is not, so that others may fill it. */
function isLeaf(entry: Entry): boolean {
  const entries = entriesOf(entry.value, entry.schema);
  return entries === null || (entries.size === 0 && !Array.isArray(entry.value));
}

export interface Comparison {
  /** Added or changed. */
  written: FieldSet;
  removed: FieldSet;
}

const NOTHING: Comparison = { written: FieldSet.empty, removed: FieldSet.empty };

/** What changed between two values of one schema, by field. */
export function compareFields(before: Json, after: Json, schema: StructuralSchema): Comparison {
  const old = entriesOf(before, schema) ?? new Map<PathElement, Entry>();
  const now = entriesOf(after, schema) ?? new Map<PathElement, Entry>();
  const written: PathElement[] = [];
  const removed: PathElement[] = [];
  const writtenBelow: [PathElement, FieldSet][] = [];
  const removedBelow: [PathElement, FieldSet][] = [];
  for (const element of new Set([...old.keys(), ...now.keys()])) {
    const left = old.get(element);
    const right = now.get(element);
    const below = compareEntry(left, right);
    writtenBelow.push([element, below.written]);
    removedBelow.push([element, below.removed]);
    if (left === undefined || (right !== undefined && isChangedLeaf(left, right))) written.push(element);
    if (right === undefined) removed.push(element);
  }
  return { written: FieldSet.of(written, writtenBelow), removed: FieldSet.of(removed, removedBelow) };
}

function compareEntry(left: Entry | undefined, right: Entry | undefined): Comparison {
  const schema = (right ?? left)?.schema;
  if (schema === undefined) return NOTHING;
  return compareFields(left?.value ?? null, right?.value ?? null, schema);
}

function isChangedLeaf(left: Entry, right: Entry): boolean {
  const before = partCount(left);
  const after = partCount(right);
  const sections = before !== null && after !== null && before + after > 0;
  return !sections && !equalJson(left.value, right.value);
}

/** How many parts of its own a value has; null for a leaf. A null value counts as an empty section. */
function partCount(entry: Entry): number | null {
  return entry.value === null ? 0 : (entriesOf(entry.value, entry.schema)?.size ?? null);
}
