import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { stableJson, stringAt } from '../json-value.ts';
import { parseYaml, requireObject, settleObject } from './decode-object.ts';
import { rootSchemaOf } from './object-meta.ts';
import { metadataOf, place, requireSameName } from './prepare-object.ts';
import { apiVersionOf, type ResourceType } from './resource-type.ts';
import { ApiError, badRequest, invalid } from './status.ts';
import { findTypeErrors } from './typed-check.ts';
import type { Target, WriteOptions } from './write-request.ts';

export interface Decoded {
  object: JsonObject;
  warnings: string[];
}

/** The object as the kind's schema reads it. @throws ApiError 400 for unknown fields, when asked to be strict. */
export function decode(sent: JsonObject, type: ResourceType, options: WriteOptions): Decoded {
  const { object, unknown } = settleObject(sent, type);
  const found = unknown.map((path) => `unknown field "${path}"`);
  if (options.fieldValidation === 'Strict' && found.length > 0) {
    const why = `strict decoding error: ${found.join(', ')}`;
    throw badRequest(`${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: ${why}`);
  }
  return { object, warnings: options.fieldValidation === 'Warn' ? found : [] };
}

export function parsePatch(body: string): Json {
  try {
    const patch: Json = JSON.parse(body);
    return patch;
  } catch (error) {
    throw badRequest(`error decoding patch: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** As `decode`, for what a patch made of the live object. @throws ApiError 422 that shows it. */
export function decodePatched(patched: Json, target: Target, options: WriteOptions): Decoded {
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
export function readConfiguration(body: string, target: Target): JsonObject {
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
