import type { Json, JsonObject } from '../hedgehog/kubernetes-object.ts';

/** Sets a key of a JSON object whatever it is called: plain assignment of `__proto__` would set the prototype. */
export function setOwn(object: JsonObject, key: string, value: Json): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
