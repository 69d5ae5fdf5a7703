import { load } from 'js-yaml';
import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, objectAt, own } from '../json-value.ts';
import { applyDefaults, dropNulls } from './defaults.ts';
import { rootSchemaOf } from './object-meta.ts';
import { prune } from './prune.ts';
import { apiVersionOf, type ResourceType } from './resource-type.ts';
import { badRequest } from './status.ts';

export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** Parses a body as JSON or, with a YAML media type, as YAML. */
export function parseBody(body: string, type: ResourceType): Json {
  try {
    const parsed: Json = JSON.parse(body);
    return parsed;
  } catch (error) {
    const shown = body === '' ? '<empty>' : body.slice(0, 60);
    const why = error instanceof Error ? error.message : String(error);
    throw badRequest(
      `the object provided is unrecognized (must be of type ${type.kind}): couldn't get version/kind; json parse error: ${why} (${shown})`,
    );
  }
}

/** Parses a body as YAML, of which JSON is the usual spelling. */
export function parseYaml(body: string): Json {
  try {
    const parsed: Json = body.trimStart().startsWith('{') ? JSON.parse(body) : toJson(load(body));
    return parsed;
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw badRequest(`error decoding YAML: error converting YAML to JSON: ${why}`);
  }
}

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null));
}

/** Refuses what is not an object of this kind and version; `text` is how it was sent. */
export function requireObject(value: Json, type: ResourceType, text = JSON.stringify(value)): JsonObject {
  const shown = text.length > 30 ? `${text.slice(0, 30)} ...` : text;
  const unrecognized = `the object provided is unrecognized (must be of type ${type.kind})`;
  if (!isJsonObject(value)) {
    throw badRequest(
      `${unrecognized}: couldn't get version/kind; json parse error: not an object (${shown})`,
    );
  }
  if (typeof value.kind !== 'string' || value.kind === '') {
    throw badRequest(`${unrecognized}: Object 'Kind' is missing in '${text}' (${shown})`);
  }
  if (typeof value.apiVersion !== 'string' || value.apiVersion === '') {
    throw badRequest(`${unrecognized}: Object 'apiVersion' is missing in '${text}' (${shown})`);
  }
  if (value.apiVersion !== apiVersionOf(type)) {
    throw badRequest(
      `the API version in the data (${value.apiVersion}) does not match the expected API version (${apiVersionOf(type)})`,
    );
  }
  const metadata = value.metadata ?? {};
  if (!isJsonObject(metadata))
    throw badRequest(
      `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: metadata must be an object`,
    );
  requireTextMaps(metadata, type);
  return { ...value, metadata };
}

function requireTextMaps(metadata: JsonObject, type: ResourceType): void {
  for (const field of ['labels', 'annotations']) {
    const map = own(metadata, field);
    const wrong =
      map !== undefined &&
      map !== null &&
      (!isJsonObject(map) || Object.values(map).some((value) => typeof value !== 'string'));
    if (!wrong) continue;
    throw badRequest(
      `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: json: cannot unmarshal into Go struct field ObjectMeta.${field} of type string`,
    );
  }
}

/** What happens to every object that is created or updated: unknown fields go, the schema's defaults come. */
export function settleObject(
  object: JsonObject,
  type: ResourceType,
): { object: JsonObject; unknown: string[] } {
  const schema = rootSchemaOf(type);
  const { value, unknown } = prune(object, schema);
  return { object: fillDefaults(dropNulls(value, schema), type), unknown: unknown.sort() };
}

/** The schema's defaults alone. */
export function fillDefaults(object: JsonObject, type: ResourceType): JsonObject {
  return dropEmptyMetadata(applyDefaults(object, rootSchemaOf(type)));
}

/** ObjectMeta is a Go struct: empty maps and lists of it are not stored. */
function dropEmptyMetadata(object: JsonObject): JsonObject {
  const metadata: JsonObject = {};
  const given = objectAt(object, 'metadata') ?? {};
  for (const key of Object.keys(given)) {
    const value = own(given, key) ?? null;
    const empty =
      value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
    if (!empty) metadata[key] = value;
  }
  return { ...object, metadata };
}
