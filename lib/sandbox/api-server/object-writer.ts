import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, stableJson, stringAt } from '../json-value.ts';
import { fillDefaults, parseBody, parseYaml, requireObject, settleObject } from './decode-object.ts';
import { checkDefinition, completeDefinition } from './definitions.ts';
import { jsonPatch, mergePatch } from './json-patches.ts';
import { applyConfiguration, type OwnedWrite, recordUpdate } from './managed-fields.ts';
import { checkMetadata, checkMetadataUpdate } from './metadata-rules.ts';
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
import {
  ApiError,
  alreadyExists,
  badRequest,
  conflict,
  type FieldError,
  invalid,
  modified,
  notFound,
} from './status.ts';
import { findTypeErrors } from './typed-check.ts';
import { validateSchema } from './validate-schema.ts';
import { type Target, type WriteOptions, writerOf } from './write-request.ts';

/** What a mutating webhook does to an object before it is checked and stored. Pure. */
export type Defaulting = (object: JsonObject) => JsonObject;

export interface Written {
  object: JsonObject;
  created: boolean;
  warnings: string[];
}

interface Decoded {
  object: JsonObject;
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

function subject(target: Target): { group: string; kind: string; name: string } {
  return { group: target.type.group, kind: target.type.plural, name: target.name ?? '' };
}

function decode(sent: JsonObject, type: ResourceType, options: WriteOptions): Decoded {
  const { object, unknown } = settleObject(sent, type);
  const found = unknown.map((path) => `unknown field "${path}"`);
  if (options.fieldValidation === 'Strict' && found.length > 0) {
    const why = `strict decoding error: ${found.join(', ')}`;
    throw badRequest(`${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: ${why}`);
  }
  return { object, warnings: options.fieldValidation === 'Warn' ? found : [] };
}

function parsePatch(body: string): Json {
  try {
    const patch: Json = JSON.parse(body);
    return patch;
  } catch (error) {
    throw badRequest(`error decoding patch: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function decodePatched(patched: Json, target: Target, options: WriteOptions): Decoded {
  try {
    return decode(requireObject(patched, target.type), target.type, options);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const why = error.message.replace(/^.* cannot be handled as a [^:]*: /, '');
    const message = `Invalid value: ${JSON.stringify(stableJson(patched))}: ${why}`;
    throw invalid({}, [{ reason: 'FieldValueInvalid', field: 'patch', message }]);
  }
}

/** The applied object. @throws ApiError 500, as the real server does, for what the schema does not declare. */
function readConfiguration(body: string, target: Target): JsonObject {
  const { type } = target;
  const config = requireObject(parseYaml(body), type);
  requireSameName(config, target);
  if (metadataOf(config).managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  const errors = findTypeErrors(config, rootSchemaOf(type));
  if (errors.length === 0) return place(config, target);
  const namespace = stringAt(config, 'metadata', 'namespace') ?? '';
  const what = `${namespace}/${target.name}; ${apiVersionOf(type)}, Kind=${type.kind}`;
  const listed =
    errors.length === 1 ? errors[0] : `errors:\n${errors.map((error) => `  ${error}`).join('\n')}`;
  throw new ApiError(500, null, `failed to create typed patch object (${what}): ${listed}`);
}

function requireVersion(live: JsonObject, next: JsonObject, target: Target): void {
  const wanted = stringAt(next, 'metadata', 'resourceVersion');
  if (wanted !== undefined && !/^\d+$/.test(wanted)) {
    throw new ApiError(500, null, `strconv.ParseUint: parsing ${JSON.stringify(wanted)}: invalid syntax`);
  }
  if (wanted !== undefined && wanted !== stringAt(live, 'metadata', 'resourceVersion'))
    throw modified(subject(target));
}

function requireUid(live: JsonObject, next: JsonObject, target: Target): void {
  const wanted = stringAt(next, 'metadata', 'uid');
  const actual = stringAt(live, 'metadata', 'uid');
  if (wanted === undefined || wanted === actual) return;
  const why = `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${actual}`;
  throw conflict(subject(target), why);
}

function requirePreconditions(live: JsonObject, request: Json, target: Target): void {
  const metadata = metadataOf(live);
  const who = { ...subject(target), kind: target.type.kind };
  const uid = stringAt(request, 'preconditions', 'uid');
  if (uid !== undefined && uid !== metadata.uid) {
    throw conflict(
      who,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  }
  const version = stringAt(request, 'preconditions', 'resourceVersion');
  if (version !== undefined && version !== metadata.resourceVersion) {
    throw conflict(
      who,
      `the ResourceVersion in the precondition (${version}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
  }
}

function checkObject(object: JsonObject, type: ResourceType, live: JsonObject | null = null): void {
  const kind = typeof object.kind === 'string' ? object.kind : '';
  const errors: FieldError[] = live === null ? [] : checkMetadataUpdate(live, object);
  if (kind !== type.kind) {
    const message = `Invalid value: ${JSON.stringify(kind)}: must be ${type.kind}`;
    errors.push({ reason: 'FieldValueInvalid', field: 'kind', message });
  }
  errors.push(...checkMetadata(object, type === NAMESPACES));
  if (type.schema !== null) errors.push(...validateSchema({ ...object, metadata: {} }, rootSchemaOf(type)));
  if (type === CUSTOM_RESOURCE_DEFINITIONS) errors.push(...checkDefinition(object));
  if (errors.length === 0) return;
  throw invalid({ group: type.group, kind, name: stringAt(object, 'metadata', 'name') ?? '' }, errors);
}
