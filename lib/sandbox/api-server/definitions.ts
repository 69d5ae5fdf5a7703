import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, objectAt, stringAt } from '../json-value.ts';
import type { FieldError } from './status.ts';

function versionsOf(definition: JsonObject): JsonObject[] {
  const versions = objectAt(definition, 'spec')?.versions;
  return Array.isArray(versions) ? versions.filter(isJsonObject) : [];
}

/** Fills what the server fills in a CRD: names, conversion, and the status that says it is served. */
export function completeDefinition(definition: JsonObject, now: string): JsonObject {
  const spec = objectAt(definition, 'spec') ?? {};
  const names = objectAt(spec, 'names') ?? {};
  const kind = stringAt(names, 'kind') ?? '';
  const accepted = { singular: kind.toLowerCase(), listKind: `${kind}List`, ...names };
  const stored = versionsOf(definition).filter((version) => version.storage === true);
  const since = stringAt(objectAt(definition, 'metadata'), 'creationTimestamp') ?? now;
  const condition = (type: string, reason: string, message: string): JsonObject => ({
    type,
    status: 'True',
    lastTransitionTime: since,
    reason,
    message,
  });
  const status = {
    conditions: [
      condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
      condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
    ],
    acceptedNames: accepted,
    storedVersions: stored.map((version) => version.name ?? ''),
  };
  return { ...definition, spec: { conversion: { strategy: 'None' }, ...spec, names: accepted }, status };
}

export function checkDefinition(definition: JsonObject): FieldError[] {
  const spec = objectAt(definition, 'spec');
  const errors: FieldError[] = [];
  const required = (field: string, value: string | undefined): void => {
    if (value === undefined || value === '') {
      errors.push({ reason: 'FieldValueRequired', field, message: 'Required value' });
    }
  };
  required('spec.group', stringAt(spec, 'group'));
  required('spec.scope', stringAt(spec, 'scope'));
  required('spec.names.plural', stringAt(spec, 'names', 'plural'));
  required('spec.names.kind', stringAt(spec, 'names', 'kind'));
  const wanted = `${stringAt(spec, 'names', 'plural')}.${stringAt(spec, 'group')}`;
  const name = stringAt(definition, 'metadata', 'name');
  if (errors.length === 0 && name !== wanted) {
    const message = `Invalid value: ${JSON.stringify(name)}: must be spec.names.plural+"."+spec.group`;
    errors.push({ reason: 'FieldValueInvalid', field: 'metadata.name', message });
  }
  return [...errors, ...checkVersions(definition)];
}

function checkVersions(definition: JsonObject): FieldError[] {
  const versions = versionsOf(definition);
  const errors: FieldError[] = [];
  if (versions.filter((version) => version.storage === true).length !== 1) {
    const message = 'Invalid value: must have exactly one version marked as storage version';
    errors.push({ reason: 'FieldValueInvalid', field: 'spec.versions', message });
  }
  for (const [index, version] of versions.entries()) {
    if (objectAt(version, 'schema', 'openAPIV3Schema') !== undefined) continue;
    const field = `spec.versions[${index}].schema.openAPIV3Schema`;
    errors.push({ reason: 'FieldValueRequired', field, message: 'Required value: schemas are required' });
  }
  return errors;
}
