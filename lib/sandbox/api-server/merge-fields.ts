import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, own, setOwn } from '../json-value.ts';
import { FieldSet, type PathElement } from './field-set.ts';
import { entriesOf, itemElement } from './field-walk.ts';
import { type StructuralSchema, schemaOfKey, UNTYPED } from './structural-schema.ts';

/** Lays an applied configuration over the live value: maps by key, keyed lists by key, other lists whole; null is an empty map. */
export function mergeFields(live: Json | undefined, config: Json, schema: StructuralSchema): Json {
  if (config === null && entriesOf(live ?? null, schema) !== null) return live ?? null;
  if (isJsonObject(config) && isJsonObject(live) && schema.mapType === 'granular') {
    const result: JsonObject = { ...live };
    for (const key of Object.keys(config)) {
      const found = schemaOfKey(schema, key)?.schema ?? UNTYPED;
      setOwn(result, key, mergeFields(own(live, key), own(config, key) ?? null, found));
    }
    return result;
  }
  if (Array.isArray(config) && Array.isArray(live) && schema.listType !== 'atomic') {
    return mergeLists(live, config, schema);
  }
  return config;
}

/**
 * Items of the configuration in its own order; items that only the live list has stay before the shared item
 * that follows them there.
 */
function mergeLists(live: Json[], config: Json[], schema: StructuralSchema): Json[] {
  const items = schema.items ?? UNTYPED;
  const wanted = config.map((item) => itemElement(item, schema));
  const existing = live.map((item) => itemElement(item, schema));
  const result: Json[] = [];
  let next = 0;
  const keepLiveItems = (until: PathElement | undefined): void => {
    while (next < live.length && existing[next] !== until) {
      const element = existing[next];
      const item = live[next];
      if (element !== undefined && item !== undefined && !wanted.includes(element)) result.push(item);
      next += 1;
    }
  };
  for (const [index, item] of config.entries()) {
    keepLiveItems(wanted.slice(index).find((element) => existing.includes(element)));
    const counterpart = live[existing.indexOf(wanted[index] ?? '')];
    result.push(counterpart === undefined ? item : mergeFields(counterpart, item, items));
    if (existing[next] === wanted[index]) next += 1;
  }
  keepLiveItems(undefined);
  return result;
}

/** Adds the named sections above the members: who gives up every field of a section gives up the section. */
export function withSections(set: FieldSet, schema: StructuralSchema): FieldSet {
  const members = new Set(set.members);
  const children: [PathElement, FieldSet][] = [];
  for (const [element, child] of set.children) {
    const below = schemaOfElement(schema, element);
    if (below.named && !child.isEmpty()) members.add(element);
    children.push([element, withSections(child, below.schema)]);
  }
  return FieldSet.of(members, children);
}

function schemaOfElement(
  schema: StructuralSchema,
  element: PathElement,
): { schema: StructuralSchema; named: boolean } {
  if (!element.startsWith('f:')) return { schema: schema.items ?? UNTYPED, named: false };
  return schemaOfKey(schema, element.slice(2)) ?? { schema: UNTYPED, named: false };
}

/** Takes the given fields, and all below them, out of a value. What loses its last entry becomes null, as on the real server. */
export function removeFields(value: Json, set: FieldSet, schema: StructuralSchema): Json {
  const entries = entriesOf(value, schema);
  if (entries === null || entries.size === 0 || set.isEmpty()) return value;
  const kept = [...entries].filter(([element]) => !set.members.has(element));
  if (kept.length === 0) return null;
  const rest = kept.map(([element, entry]): [PathElement, Json] => [
    element,
    removeFields(entry.value, set.child(element), entry.schema),
  ]);
  if (Array.isArray(value)) return rest.map(([, item]) => item);
  const result: JsonObject = {};
  for (const [element, item] of rest) setOwn(result, element.slice(2), item);
  return result;
}
