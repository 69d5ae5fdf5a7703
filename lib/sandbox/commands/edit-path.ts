import { load } from 'js-yaml';
import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { cloneJson, isJsonObject, own, setOwn } from '../json-value.ts';

/** `path=value`, or `path-` that removes. */
export interface Edit {
  path: string[];
  /** undefined removes. */
  value: Json | undefined;
}

/**
 * Reads `spec.asn=65199`, `spec.links.0.port=x`, `metadata.annotations./a.b~1c=x` style edits: keys are parted by dots, or by
 * slashes when the path starts with one (`/metadata/labels/a.b~1c`). The value is YAML.
 * @throws Error for what is neither.
 */
export function readEdit(text: string): Edit {
  const equals = text.indexOf('=');
  if (equals > 0) return { path: readPath(text.slice(0, equals)), value: readValue(text.slice(equals + 1)) };
  if (text.endsWith('-') && text.length > 1) return { path: readPath(text.slice(0, -1)), value: undefined };
  throw new Error(`${JSON.stringify(text)} is no change: write path=value, or path- to remove.`);
}

function readPath(text: string): string[] {
  if (!text.startsWith('/')) return text.split('.');
  return text
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function readValue(text: string): Json {
  if (text === '') return '';
  const value: Json = JSON.parse(JSON.stringify(load(text) ?? null));
  return value;
}

/** The object with the edit; missing sections are made. @throws Error when the path leads through a value or past a list. */
export function applyEdit(object: JsonObject, edit: Edit): JsonObject {
  const result = cloneJson(object);
  const parents = edit.path.slice(0, -1);
  const last = edit.path.at(-1) ?? '';
  let current: Json = result;
  for (const key of parents) current = descend(current, key, edit);
  if (Array.isArray(current)) {
    const index = indexIn(current, last, edit);
    if (edit.value === undefined) current.splice(index, 1);
    else current[index] = edit.value;
  } else if (!isJsonObject(current)) {
    throw notThere(edit, last);
  } else if (edit.value === undefined) {
    delete current[last];
  } else {
    setOwn(current, last, edit.value);
  }
  return result;
}

function descend(current: Json, key: string, edit: Edit): Json {
  if (Array.isArray(current)) return current[indexIn(current, key, edit)] ?? null;
  if (!isJsonObject(current)) throw notThere(edit, key);
  const found = own(current, key);
  if (found !== undefined && found !== null) return found;
  const section: JsonObject = {};
  setOwn(current, key, section);
  return section;
}

function indexIn(list: Json[], key: string, edit: Edit): number {
  const index = Number(key);
  if (!/^\d+$/.test(key) || index >= list.length) throw notThere(edit, key);
  return index;
}

function notThere(edit: Edit, key: string): Error {
  return new Error(`${edit.path.join('.')}: there is nothing at ${JSON.stringify(key)} to change.`);
}
