import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, objectAt } from '../json-value.ts';
import type { FieldError } from './status.ts';

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const NAME_PART = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const NAME_PART_RULE =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const LABEL_VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

function invalidValue(field: string, value: Json, why: string): FieldError {
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${JSON.stringify(value)}: ${why}` };
}

/** Names, labels and annotations as every Kubernetes object must have them. */
export function checkMetadata(object: JsonObject, isNamespace: boolean): FieldError[] {
  const metadata = objectAt(object, 'metadata') ?? {};
  return [
    ...checkName(metadata.name, isNamespace),
    ...checkLabels(metadata.labels),
    ...checkAnnotations(metadata.annotations),
  ];
}

function checkName(name: Json | undefined, isNamespace: boolean): FieldError[] {
  if (typeof name !== 'string' || name === '') {
    const message = 'Required value: name or generateName is required';
    return [{ reason: 'FieldValueRequired', field: 'metadata.name', message }];
  }
  const limit = isNamespace ? 63 : 253;
  const errors: FieldError[] = [];
  if (name.length > limit) {
    errors.push(invalidValue('metadata.name', name, `must be no more than ${limit} bytes`));
  }
  if (isNamespace && !LABEL.test(name)) errors.push(invalidValue('metadata.name', name, LABEL_RULE));
  if (!isNamespace && !SUBDOMAIN.test(name)) errors.push(invalidValue('metadata.name', name, SUBDOMAIN_RULE));
  return errors;
}

function checkKey(field: string, key: string): FieldError[] {
  const slash = key.lastIndexOf('/');
  const prefix = slash === -1 ? null : key.slice(0, slash);
  const name = key.slice(slash + 1);
  const errors: FieldError[] = [];
  if (prefix !== null && !SUBDOMAIN.test(prefix)) {
    errors.push(
      invalidValue(
        field,
        key,
        prefix === '' ? 'prefix part must be non-empty' : `prefix part ${SUBDOMAIN_RULE}`,
      ),
    );
  }
  if (name === '') errors.push(invalidValue(field, key, 'name part must be non-empty'));
  if (name.length > 63) errors.push(invalidValue(field, key, 'name part must be no more than 63 bytes'));
  if (!NAME_PART.test(name)) errors.push(invalidValue(field, key, NAME_PART_RULE));
  return errors;
}

function checkLabels(labels: Json | undefined): FieldError[] {
  if (!isJsonObject(labels)) return [];
  return Object.entries(labels).flatMap(([key, value]) => {
    const errors = checkKey('metadata.labels', key);
    const text = String(value);
    if (text.length > 63) {
      errors.push(invalidValue('metadata.labels', text, 'must be no more than 63 bytes'));
    }
    if (!LABEL_VALUE.test(text)) errors.push(invalidValue('metadata.labels', text, LABEL_VALUE_RULE));
    return errors;
  });
}

const ANNOTATIONS_LIMIT = 256 * 1024;

function checkAnnotations(annotations: Json | undefined): FieldError[] {
  if (!isJsonObject(annotations)) return [];
  const errors = Object.keys(annotations).flatMap((key) =>
    checkKey('metadata.annotations', key.toLowerCase()),
  );
  const size = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + key.length + String(value).length,
    0,
  );
  if (size > ANNOTATIONS_LIMIT) {
    const message = `Too long: may not be more than ${ANNOTATIONS_LIMIT} bytes`;
    errors.push({ reason: 'FieldValueTooLong', field: 'metadata.annotations', message });
  }
  return errors;
}

/** What an update may not change. */
export function checkMetadataUpdate(live: JsonObject, next: JsonObject): FieldError[] {
  const before = objectAt(live, 'metadata') ?? {};
  const after = objectAt(next, 'metadata') ?? {};
  const errors = ['uid', 'creationTimestamp', 'deletionTimestamp'].flatMap((field) =>
    after[field] === before[field]
      ? []
      : [invalidValue(`metadata.${field}`, after[field] ?? null, 'field is immutable')],
  );
  const had = Array.isArray(before.finalizers) ? before.finalizers : [];
  const added = (Array.isArray(after.finalizers) ? after.finalizers : []).filter(
    (item) => !had.includes(item),
  );
  if (before.deletionTimestamp !== undefined && added.length > 0) {
    const shown = added.map((item) => JSON.stringify(item)).join(', ');
    const message = `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${shown}}`;
    errors.push({ reason: 'FieldValueForbidden', field: 'metadata.finalizers', message });
  }
  return errors;
}
