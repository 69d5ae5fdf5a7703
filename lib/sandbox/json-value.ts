import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own property, or undefined: keys are hostile input, so `toString` and `__proto__` must not be found. */
export function own<T>(object: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

export function objectAt(value: Json | undefined, ...path: string[]): JsonObject | undefined {
  let current: Json | undefined = value;
  for (const key of path) {
    if (!isJsonObject(current)) return undefined;
    current = own(current, key);
  }
  return isJsonObject(current) ? current : undefined;
}

export function stringAt(value: Json | undefined, ...path: string[]): string | undefined {
  const key = path.at(-1);
  if (key === undefined) return undefined;
  const parent = objectAt(value, ...path.slice(0, -1));
  const found = parent === undefined ? undefined : own(parent, key);
  return typeof found === 'string' ? found : undefined;
}

/** Assigns also keys such as `__proto__` as plain data. */
export function setOwn(object: JsonObject, key: string, value: Json): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}

export function cloneJson<T extends Json>(value: T): T {
  return structuredClone(value);
}

export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => equalJson(item, b[index]));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]));
}

/** JSON with sorted keys: how the real server prints custom resources and how list keys are spelled. */
export function stableJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${stableJson(own(value, key) ?? null)}`);
  return `{${entries.join(',')}}`;
}
