import type { Json } from '../hedgehog/kubernetes-object.ts';
import { canonicalJson } from './canonical-json.ts';

/** Equality of JSON values, the order of keys aside; depth cannot hurt. */
export function isSameValue(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  return canonicalJson(one) === canonicalJson(other);
}
