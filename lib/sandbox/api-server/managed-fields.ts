import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { FieldSet, fromFieldsV1, toFieldsV1 } from './field-set.ts';
import { compareFields, fieldSetOf } from './field-walk.ts';
import { isJsonObject, objectAt } from './json-value.ts';
import { mergeFields, removeFields, withSections } from './merge-fields.ts';
import { ApiError } from './status.ts';
import type { StructuralSchema } from './structural-schema.ts';

export interface Writer {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  subresource: 'status' | null;
}

interface Owner extends Writer {
  time: string | null;
  set: FieldSet;
}

function keyOf(writer: Writer): string {
  return JSON.stringify([writer.manager, writer.operation, writer.apiVersion, writer.subresource]);
}

type Owners = Map<string, Owner>;

/** Fields that the server itself sets: nobody owns them. */
const SERVER_FIELDS = fromFieldsV1({
  'f:apiVersion': {},
  'f:kind': {},
  'f:metadata': {
    '.': {},
    'f:name': {},
    'f:namespace': {},
    'f:creationTimestamp': {},
    'f:selfLink': {},
    'f:uid': {},
    'f:generation': {},
    'f:managedFields': {},
    'f:resourceVersion': {},
  },
});

function readOwners(object: JsonObject | null): Owners {
  const list = objectAt(object ?? undefined, 'metadata')?.managedFields;
  const owners: Owners = new Map();
  for (const entry of Array.isArray(list) ? list : []) {
    if (!isJsonObject(entry) || !isJsonObject(entry.fieldsV1)) continue;
    const owner: Owner = {
      manager: typeof entry.manager === 'string' ? entry.manager : 'unknown',
      operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
      apiVersion: typeof entry.apiVersion === 'string' ? entry.apiVersion : '',
      subresource: entry.subresource === 'status' ? 'status' : null,
      time: typeof entry.time === 'string' ? entry.time : null,
      set: fromFieldsV1(entry.fieldsV1),
    };
    owners.set(keyOf(owner), owner);
  }
  return owners;
}

function writeOwners(object: JsonObject, owners: Owners): JsonObject {
  const { managedFields: _, ...metadata } = objectAt(object, 'metadata') ?? {};
  const entries = [...owners.values()].filter((owner) => !owner.set.isEmpty()).sort(byOperationAndTime);
  if (entries.length === 0) return { ...object, metadata };
  const managedFields = entries.map((owner) => ({
    apiVersion: owner.apiVersion,
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(owner.set),
    manager: owner.manager,
    operation: owner.operation,
    ...(owner.subresource === null ? {} : { subresource: owner.subresource }),
    ...(owner.time === null ? {} : { time: owner.time }),
  }));
  return { ...object, metadata: { ...metadata, managedFields } };
}

function byOperationAndTime(a: Owner, b: Owner): number {
  const left = [a.operation, a.time ?? '', a.manager, a.apiVersion, a.subresource ?? ''].join('\0');
  const right = [b.operation, b.time ?? '', b.manager, b.apiVersion, b.subresource ?? ''].join('\0');
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What a write through this endpoint cannot touch, and therefore nobody owns through it. */
function resetFields(writer: Writer, hasStatus: boolean): FieldSet {
  if (writer.subresource === 'status') return FieldSet.of(['f:spec']);
  return hasStatus ? FieldSet.of(['f:status']) : FieldSet.empty;
}

function ownable(set: FieldSet, reset: FieldSet): FieldSet {
  return set.difference(SERVER_FIELDS).without(reset);
}

export interface OwnedWrite {
  live: JsonObject | null;
  schema: StructuralSchema;
  writer: Writer;
  hasStatusSubresource: boolean;
  now: string;
}

/** Records who owns what after a create, update or patch: the writer owns every leaf that it changed. */
export function recordUpdate(write: OwnedWrite, next: JsonObject): JsonObject {
  const { live, schema, writer, now } = write;
  const sent = readOwners(next);
  const owners = sent.size > 0 ? sent : readOwners(live);
  const { written, removed } = compareFields(live ?? { metadata: {} }, next, schema);
  const taken = ownable(written, resetFields(writer, write.hasStatusSubresource));
  disown(owners, written.union(removed));
  if (!taken.isEmpty()) {
    const previous = owners.get(keyOf(writer))?.set ?? FieldSet.empty;
    owners.set(keyOf(writer), { ...writer, time: now, set: previous.union(taken) });
  }
  return writeOwners(next, owners);
}

function disown(owners: Owners, fields: FieldSet, except?: string): void {
  for (const [key, owner] of owners) {
    if (key !== except) owners.set(key, { ...owner, set: owner.set.difference(fields) });
  }
}

/**
 * Merges an applied configuration into the live object and records its whole set as owned.
 * `prepare` (schema defaults) runs on the merged object, so what it fills is owned by nobody.
 * @throws ApiError 409 that names every manager whose field would be changed, unless forced.
 */
export function applyConfiguration(
  write: OwnedWrite,
  config: JsonObject,
  options: { force: boolean; prepare: (merged: JsonObject) => JsonObject },
): JsonObject {
  const { live, schema, writer, now } = write;
  const owners = readOwners(live);
  if (live !== null && owners.size === 0) claimBeforeFirstApply(owners, live, write);
  const key = keyOf(writer);
  const last = owners.get(key)?.set ?? FieldSet.empty;
  const set = ownable(fieldSetOf(config, schema), resetFields(writer, write.hasStatusSubresource));
  owners.set(key, { ...writer, time: owners.get(key)?.time ?? null, set });
  const owned = [...owners.values()].reduce((all, owner) => all.union(owner.set), FieldSet.empty);
  const given = withSections(last, schema).difference(withSections(owned, schema));
  const merged = removeFields(mergeFields(live ?? undefined, config, schema), given, schema);
  if (!isJsonObject(merged)) return config;
  const { written, removed } = compareFields(live ?? { metadata: {} }, merged, schema);
  if (!options.force) refuseConflicts(owners, key, written);
  disown(owners, written.union(removed), key);
  const owner = owners.get(key);
  const changed = live === null || !written.difference(SERVER_FIELDS).isEmpty() || !removed.isEmpty();
  if (owner !== undefined && changed) owners.set(key, { ...owner, time: now });
  return writeOwners(options.prepare(merged), owners);
}

function claimBeforeFirstApply(owners: Owners, live: JsonObject, write: OwnedWrite): void {
  const writer: Writer = { ...write.writer, manager: 'before-first-apply', operation: 'Update' };
  const { written } = compareFields({ metadata: {} }, live, write.schema);
  const set = ownable(written, resetFields(writer, write.hasStatusSubresource));
  owners.set(keyOf(writer), { ...writer, time: null, set });
}

function refuseConflicts(owners: Owners, applying: string, written: FieldSet): void {
  const causes: Json[] = [];
  const sentences: string[] = [];
  for (const [key, owner] of owners) {
    const paths = key === applying ? [] : owner.set.intersection(written).paths();
    if (paths.length === 0) continue;
    const who = describeOwner(owner);
    for (const field of paths) {
      causes.push({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field });
    }
    sentences.push(
      paths.length === 1
        ? `conflict with ${who}: ${paths[0]}`
        : `conflicts with ${who}:\n- ${paths.join('\n- ')}`,
    );
  }
  if (causes.length === 0) return;
  const count = `${causes.length} conflict${causes.length === 1 ? '' : 's'}`;
  throw new ApiError(409, 'Conflict', `Apply failed with ${count}: ${sentences.join('\n')}`, { causes });
}

function describeOwner(owner: Owner): string {
  const name = JSON.stringify(owner.manager);
  const subresource =
    owner.subresource === null ? '' : ` with subresource ${JSON.stringify(owner.subresource)}`;
  if (owner.operation === 'Apply') return `${name}${subresource}`;
  const at = owner.time === null ? '' : ` at ${owner.time}`;
  return `${name}${subresource} using ${owner.apiVersion}${at}`;
}
