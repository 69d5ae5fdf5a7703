import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { cloneJson, equalJson, isJsonObject, own, setOwn } from '../json-value.ts';
import { ApiError, badRequest } from './status.ts';

/** RFC 7386: null removes, maps merge, everything else replaces. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const result: JsonObject = isJsonObject(target) ? { ...target } : {};
  for (const key of Object.keys(patch)) {
    const value = own(patch, key) ?? null;
    if (value === null) delete result[key];
    else setOwn(result, key, mergePatch(own(result, key), value));
  }
  return result;
}

function refused(): ApiError {
  return new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

/** RFC 6902, except that `replace` adds a missing key, as on the real server. @throws ApiError 422 when an operation does not fit the document, 400 when the patch is none. */
export function jsonPatch(document: Json, patch: Json): Json {
  if (!Array.isArray(patch))
    throw badRequest('error decoding patch: a JSON patch must be a list of operations');
  let result = cloneJson(document);
  for (const operation of patch) {
    if (!isJsonObject(operation)) throw badRequest('error decoding patch: an operation must be an object');
    result = perform(result, operation);
  }
  return result;
}

function perform(document: Json, operation: JsonObject): Json {
  const path = pointer(operation.path);
  switch (operation.op) {
    case 'add':
      return put(document, path, valueIn(operation), true);
    case 'replace':
      return put(document, path, valueIn(operation), false);
    case 'remove':
      return take(document, path);
    case 'test':
      if (!equalJson(read(document, path), valueIn(operation))) throw refused();
      return document;
    case 'move': {
      const moved = read(document, pointer(operation.from));
      return put(take(document, pointer(operation.from)), path, moved, true);
    }
    case 'copy':
      return put(document, path, cloneJson(read(document, pointer(operation.from))), true);
    default:
      throw refused();
  }
}

function valueIn(operation: JsonObject): Json {
  return operation.value ?? null;
}

function pointer(path: Json | undefined): string[] {
  if (path === '') return [];
  if (typeof path !== 'string' || !path.startsWith('/')) throw refused();
  return path
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function index(list: Json[], key: string): number {
  if (!/^(0|[1-9]\d*)$/.test(key) || Number(key) >= list.length) throw refused();
  return Number(key);
}

function read(document: Json, path: string[]): Json {
  let current = document;
  for (const key of path) {
    const next: Json | undefined = Array.isArray(current)
      ? current[index(current, key)]
      : isJsonObject(current)
        ? own(current, key)
        : undefined;
    if (next === undefined) throw refused();
    current = next;
  }
  return current;
}

function put(document: Json, path: string[], value: Json, add: boolean): Json {
  const key = path.at(-1);
  if (key === undefined) return value;
  const parent = read(document, path.slice(0, -1));
  if (Array.isArray(parent)) {
    if (add && key === '-') parent.push(value);
    else if (add && key === String(parent.length)) parent.push(value);
    else parent.splice(index(parent, key), add ? 0 : 1, value);
  } else if (isJsonObject(parent)) {
    setOwn(parent, key, value);
  } else throw refused();
  return document;
}

function take(document: Json, path: string[]): Json {
  read(document, path);
  const key = path.at(-1);
  if (key === undefined) throw refused();
  const parent = read(document, path.slice(0, -1));
  if (Array.isArray(parent)) parent.splice(index(parent, key), 1);
  else if (isJsonObject(parent)) delete parent[key];
  return document;
}
