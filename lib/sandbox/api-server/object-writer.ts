import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, stringAt } from '../json-value.ts';
import { checkObject, requirePreconditions, requireUid, requireVersion, subject } from './check-write.ts';
import { fillDefaults, parseBody, parseYaml, requireObject } from './decode-object.ts';
import { decode, decodePatched, parsePatch, readConfiguration } from './decode-write.ts';
import { completeDefinition } from './definitions.ts';
import { jsonPatch, mergePatch } from './json-patches.ts';
import { applyConfiguration, type OwnedWrite, recordUpdate } from './managed-fields.ts';
import { rootSchemaOf } from './object-meta.ts';
import type { ObjectStore } from './object-store.ts';
import {
  isSameObject,
  metadataOf,
  place,
  prepareCreate,
  prepareUpdate,
  requireSameName,
  restrict,
  withGeneratedName,
  withMetadata,
} from './prepare-object.ts';
import { prune } from './prune.ts';
import {
  apiVersionOf,
  CUSTOM_RESOURCE_DEFINITIONS,
  collectionOf,
  NAMESPACES,
  type ResourceType,
} from './resource-type.ts';
import { alreadyExists, invalid, notFound } from './status.ts';
import { type Target, type WriteOptions, writerOf } from './write-request.ts';

/** What a mutating webhook does to an object before it is checked and stored. Pure. */
export type Defaulting = (object: JsonObject) => JsonObject;

export interface Written {
  object: JsonObject;
  created: boolean;
  warnings: string[];
}

export function keyOf(target: Pick<Target, 'namespace' | 'name'>): string {
  return target.namespace === null ? (target.name ?? '') : `${target.namespace}/${target.name}`;
}

/** Everything that changes an object, in the order of the real server: decode, own, default, check, store. */
export class ObjectWriter {
  readonly #store: ObjectStore;
  readonly #defaulting: Defaulting | null;
  readonly #now: () => Date;

  constructor(store: ObjectStore, defaulting: Defaulting | null, now: () => Date) {
    this.#store = store;
    this.#defaulting = defaulting;
    this.#now = now;
  }

  create(target: Target, body: string, options: WriteOptions): Written {
    const { type } = target;
    const { object, warnings } = decode(requireObject(parseBody(body, type), type, body), type, options);
    const write = this.#owned(target, null, writerOf(target, options, 'Update'));
    const owned = recordUpdate(write, place(object, target));
    return { ...this.#finishCreate(target, owned, options), warnings };
  }

  update(target: Target, body: string, options: WriteOptions): Written {
    const { type } = target;
    const { object, warnings } = decode(requireObject(parseBody(body, type), type, body), type, options);
    requireSameName(object, target);
    const live = this.#live(target);
    requireUid(live, object, target);
    if (stringAt(object, 'metadata', 'resourceVersion') === undefined) {
      const message = 'Invalid value: 0: must be specified for an update';
      throw invalid(subject(target), [
        { reason: 'FieldValueInvalid', field: 'metadata.resourceVersion', message },
      ]);
    }
    return { ...this.#finishWrite(target, live, object, options), warnings };
  }

  patch(target: Target, mediaType: string, body: string, options: WriteOptions): Written {
    if (mediaType === 'application/apply-patch+yaml') return this.#apply(target, body, options);
    const live = this.#live(target);
    const patch = parsePatch(body);
    const patched =
      mediaType === 'application/merge-patch+json' ? mergePatch(live, patch) : jsonPatch(live, patch);
    const { object, warnings } = decodePatched(patched, target, options);
    requireSameName(object, target);
    return { ...this.#finishWrite(target, live, object, options), warnings };
  }

  #apply(target: Target, body: string, options: WriteOptions): Written {
    const { type } = target;
    const writer = writerOf(target, options, 'Apply');
    const stored = this.#store.get(collectionOf(type), keyOf(target));
    const live = stored === null ? null : { ...stored, apiVersion: apiVersionOf(type) };
    if (live === null && target.subresource !== null) throw notFound(subject(target));
    const config = readConfiguration(body, target);
    if (live !== null) requireVersion(live, config, target);
    const merged = applyConfiguration(this.#owned(target, live, writer), config, {
      force: options.force,
      prepare: (object) => fillDefaults(prune(object, rootSchemaOf(type)).value, type),
    });
    const done =
      live === null
        ? this.#finishCreate(target, place(merged, target), options)
        : this.#finishUpdate(target, live, merged, options);
    return { ...done, warnings: [] };
  }

  delete(target: Target, body: string, options: WriteOptions): { object: JsonObject; gone: boolean } {
    const live = this.#live(target);
    const request: Json = body.trim() === '' ? {} : parseYaml(body);
    requirePreconditions(live, request, target);
    const inBody = isJsonObject(request) && Array.isArray(request.dryRun) && request.dryRun.includes('All');
    const dryRun = options.dryRun || inBody;
    const metadata = metadataOf(live);
    if (!Array.isArray(metadata.finalizers) || metadata.finalizers.length === 0) {
      if (!dryRun) this.#store.delete(collectionOf(target.type), keyOf(target));
      return { object: live, gone: true };
    }
    if (metadata.deletionTimestamp !== undefined) return { object: live, gone: false };
    const marked = withMetadata(live, {
      deletionTimestamp: this.#time(),
      deletionGracePeriodSeconds: 0,
      generation: Number(metadata.generation ?? 0) + 1,
    });
    const object = options.dryRun
      ? marked
      : this.#store.put(collectionOf(target.type), keyOf(target), marked);
    return { object, gone: false };
  }

  #owned(target: Target, live: JsonObject | null, writer: OwnedWrite['writer']): OwnedWrite {
    const { type } = target;
    const hasStatusSubresource = type.statusSubresource;
    return { live, schema: rootSchemaOf(type), writer, hasStatusSubresource, now: this.#time() };
  }

  #time(): string {
    return this.#now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
  }

  #live(target: Target): JsonObject {
    const live = this.#store.get(collectionOf(target.type), keyOf(target));
    if (live === null) throw notFound(subject(target));
    return { ...live, apiVersion: apiVersionOf(target.type) };
  }

  #admit(object: JsonObject, target: Target): JsonObject {
    const { type, subresource } = target;
    if (this.#defaulting === null || type.schema === null || subresource !== null) return object;
    return fillDefaults(this.#defaulting(object), type);
  }

  #complete(object: JsonObject, type: ResourceType): JsonObject {
    return type === CUSTOM_RESOURCE_DEFINITIONS ? completeDefinition(object, this.#time()) : object;
  }

  #finishCreate(target: Target, owned: JsonObject, options: WriteOptions): Omit<Written, 'warnings'> {
    const { type } = target;
    if (target.namespace !== null && this.#store.get(collectionOf(NAMESPACES), target.namespace) === null) {
      throw notFound({ kind: 'namespaces', name: target.namespace });
    }
    const admitted = this.#admit(withGeneratedName(owned), target);
    const object = this.#complete(prepareCreate(admitted, type, this.#time()), type);
    checkObject(object, type);
    const named = { ...target, name: stringAt(object, 'metadata', 'name') ?? '' };
    const existing = this.#store.get(collectionOf(type), keyOf(named));
    if (existing !== null) throw alreadyExists(subject(named), 'deletionTimestamp' in metadataOf(existing));
    const stored = options.dryRun ? object : this.#store.put(collectionOf(type), keyOf(named), object);
    return { object: stored, created: true };
  }

  #finishWrite(
    target: Target,
    live: JsonObject,
    next: JsonObject,
    options: WriteOptions,
  ): Omit<Written, 'warnings'> {
    requireVersion(live, next, target);
    const write = this.#owned(target, live, writerOf(target, options, 'Update'));
    return this.#finishUpdate(target, live, recordUpdate(write, place(next, target)), options);
  }

  #finishUpdate(
    target: Target,
    live: JsonObject,
    owned: JsonObject,
    options: WriteOptions,
  ): Omit<Written, 'warnings'> {
    const admitted = this.#admit(restrict(live, owned, target), target);
    const next = this.#complete(prepareUpdate(live, restrict(live, admitted, target), target), target.type);
    checkObject(next, target.type, live);
    if (isSameObject(live, next)) return { object: live, created: false };
    if (options.dryRun) return { object: next, created: false };
    const { deletionTimestamp, finalizers } = metadataOf(next);
    const held = Array.isArray(finalizers) && finalizers.length > 0;
    if (deletionTimestamp === undefined || held) {
      return { object: this.#store.put(collectionOf(target.type), keyOf(target), next), created: false };
    }
    this.#store.delete(collectionOf(target.type), keyOf(target));
    return { object: next, created: false };
  }
}
