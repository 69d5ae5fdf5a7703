import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { stringAt } from '../json-value.ts';
import { checkDefinition } from './definitions.ts';
import { checkMetadata, checkMetadataUpdate } from './metadata-rules.ts';
import { rootSchemaOf } from './object-meta.ts';
import { metadataOf } from './prepare-object.ts';
import { CUSTOM_RESOURCE_DEFINITIONS, NAMESPACES, type ResourceType } from './resource-type.ts';
import { ApiError, conflict, type FieldError, invalid, modified } from './status.ts';
import { validateSchema } from './validate-schema.ts';
import type { Target } from './write-request.ts';

/** What names the object of a request in a Status. */
export function subject(target: Target): { group: string; kind: string; name: string } {
  return { group: target.type.group, kind: target.type.plural, name: target.name ?? '' };
}

/** @throws ApiError 409 when the object names another version than the live one has. */
export function requireVersion(live: JsonObject, next: JsonObject, target: Target): void {
  const wanted = stringAt(next, 'metadata', 'resourceVersion');
  if (wanted !== undefined && !/^\d+$/.test(wanted)) {
    throw new ApiError(500, null, `strconv.ParseUint: parsing ${JSON.stringify(wanted)}: invalid syntax`);
  }
  if (wanted !== undefined && wanted !== stringAt(live, 'metadata', 'resourceVersion'))
    throw modified(subject(target));
}

/** @throws ApiError 409 when the object names another uid than the live one has. */
export function requireUid(live: JsonObject, next: JsonObject, target: Target): void {
  const wanted = stringAt(next, 'metadata', 'uid');
  const actual = stringAt(live, 'metadata', 'uid');
  if (wanted === undefined || wanted === actual) return;
  const why = `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${actual}`;
  throw conflict(subject(target), why);
}

/** @throws ApiError 409 when the live object is not the one that a deletion is meant for. */
export function requirePreconditions(live: JsonObject, request: Json, target: Target): void {
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

/** @throws ApiError 422 with everything that is wrong with an object as it would be stored. */
export function checkObject(object: JsonObject, type: ResourceType, live: JsonObject | null = null): void {
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
