import { findKindProfile } from '../hedgehog/catalogue.ts';
import {
  groupOf,
  isJsonObject,
  type Json,
  type JsonObject,
  type KubernetesObject,
} from '../hedgehog/kubernetes-object.ts';
import { isOwnedAnnotation, isOwnedLabel } from '../hedgehog/owned-metadata.ts';
import { compare } from './compare.ts';
import type { CompiledSchema } from './compile-schema.ts';
import { fingerprint, type Normal, normalise, whenAbsent } from './normalise.ts';
import { planFor } from './plan.ts';
import { setOwn } from './set-own.ts';

function isWhatFillingGives(place: Normal, added: Json | undefined): boolean {
  const filled = whenAbsent(place.node, added);
  return filled !== null && fingerprint(filled) === fingerprint(place);
}

/** What has to be written so that filling gives this place again; undefined when nothing has to. */
function minimalPlace(place: Normal, added: Json | undefined): Json | undefined {
  const { node, raw } = place;
  if (raw === undefined || isWhatFillingGives(place, added)) return undefined;
  if (place.form === 'list') return node.shape === 'list' ? minimalItems(place) : raw;
  if (place.form === 'value' || node.shape === 'free' || !isJsonObject(raw)) return raw;
  const own = node.fill?.(raw) ?? (isJsonObject(added) ? added : null);
  const minimal: JsonObject = {};
  for (const [key, child] of place.children) {
    const value = minimalPlace(child, own?.[key]) ?? (node.shape === 'map' ? whatStands(child) : undefined);
    if (value !== undefined) setOwn(minimal, child.key ?? key, value);
  }
  const saysNothing = Object.keys(minimal).length === 0 && !node.emptyMatters;
  return saysNothing ? undefined : minimal;
}

/** Entries and items are there even when they say nothing. */
const whatStands = (place: Normal): Json => (isJsonObject(place.raw) ? {} : (place.raw ?? {}));

function minimalItems(list: Normal): Json {
  return list.items
    .filter((item) => item.raw !== undefined)
    .map((item) => minimalPlace(item, undefined) ?? whatStands(item));
}

function without(entries: Record<string, string> | undefined, isOwned: (key: string) => boolean) {
  const kept = Object.entries(entries ?? {}).filter(([key]) => !isOwned(key));
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

function bareMetadata(actual: KubernetesObject): KubernetesObject['metadata'] {
  const { name, namespace } = actual.metadata;
  const labels = without(actual.metadata.labels, isOwnedLabel);
  const annotations = without(actual.metadata.annotations, isOwnedAnnotation);
  return {
    name,
    ...(namespace ? { namespace } : {}),
    ...(labels === null ? {} : { labels }),
    ...(annotations === null ? {} : { annotations }),
  };
}

/**
 * The shortest document that declares a live object: without server metadata, labels of others and what the fabric
 * fills in by itself. Compared with the object it has no real difference; what would make one is written out.
 */
export function minimalDesired(actual: KubernetesObject, schema: CompiledSchema | null): KubernetesObject {
  const plan = planFor(schema, findKindProfile(groupOf(actual.apiVersion), actual.kind));
  const whole = normalise(plan.spec, actual.spec);
  const document = { apiVersion: actual.apiVersion, kind: actual.kind, metadata: bareMetadata(actual) };
  if (!isJsonObject(actual.spec))
    return actual.spec === undefined ? document : { ...document, spec: actual.spec };
  const minimal = whole === null ? undefined : minimalPlace(whole, undefined);
  const spec = isJsonObject(minimal) ? minimal : {};
  const { differences } = compare({ desired: { ...document, spec }, actual, schema });
  for (const { class: cause, path } of differences) {
    const key = path[1];
    if (cause !== 'real' || path[0] !== 'spec' || typeof key !== 'string') continue;
    setOwn(spec, key, actual.spec[key] ?? null);
  }
  return { ...document, spec };
}
