import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, own, setOwn } from '../json-value.ts';

/** What a Go program takes for unset: absent, null, zero, empty. */
export function isUnset(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true;
  return Array.isArray(value) && value.length === 0;
}

/** The object with a default for every key that is unset. */
export function withDefaults(object: JsonObject, defaults: JsonObject): JsonObject {
  const result: JsonObject = { ...object };
  for (const [key, value] of Object.entries(defaults)) {
    if (isUnset(own(object, key))) result[key] = value;
  }
  return result;
}

export function without(object: JsonObject, ...keys: string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** Changes the value of one key, when it is there. */
export function mapKey(object: JsonObject, key: string, change: (value: Json) => Json): JsonObject {
  const value = own(object, key);
  return value === undefined ? object : { ...object, [key]: change(value) };
}

/** Changes every entry of a map by name. */
export function mapValues(value: Json, change: (value: Json) => Json): Json {
  if (!isJsonObject(value)) return value;
  const result: JsonObject = {};
  for (const key of Object.keys(value)) setOwn(result, key, change(own(value, key) ?? null));
  return result;
}

export function mapItems(value: Json, change: (item: Json) => Json): Json {
  return Array.isArray(value) ? value.map(change) : value;
}

/** Sorts a list by the text that a function gives for each item. */
export function sortedBy(value: Json, textOf: (item: Json) => string): Json {
  if (!Array.isArray(value)) return value;
  return [...value].sort((a, b) => {
    const [left, right] = [textOf(a), textOf(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

export function sortedTexts(value: Json): Json {
  return sortedBy(value, (item) => String(item));
}

/** Makes sections appear as `{}` where a Go struct would print them; null counts as absent. */
export function materialise(object: JsonObject, ...sections: string[]): JsonObject {
  const result: JsonObject = { ...object };
  for (const section of sections) {
    if (!isJsonObject(own(object, section))) result[section] = {};
  }
  return result;
}

/** Changes one section, taking an absent one for an empty one. */
export function inSection(value: Json, change: (section: JsonObject) => JsonObject): Json {
  return isJsonObject(value) ? change(value) : value;
}
