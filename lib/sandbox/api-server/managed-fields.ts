import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, objectAt, stringAt } from '../json-value.ts';
import { FieldSet, fromFieldsV1, toFieldsV1 } from './field-set.ts';
import { type Comparison, compareFields, fieldSetOf } from './field-walk.ts';
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

/** One empty entry asks for all owners to be forgotten (Kubernetes, "Clearing managedFields"). */
function isReset(object: JsonObject): boolean {
  const list = objectAt(object, 'metadata')?.managedFields;
  const [only, ...more] = Array.isArray(list) ? list : [];
  return isJsonObject(only) && Object.keys(only).length === 0 && more.length === 0;
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

export interface OwnedWrite {
  live: JsonObject | null;
  schema: StructuralSchema;
  writer: Writer;
  hasStatusSubresource: boolean;
  now: string;
}

/** Records who owns what after a create, update or patch: the writer owns every leaf that it changed. */
export function recordUpdate(write: OwnedWrite, next: JsonObject): JsonObject {
  const { live, writer, now } = write;
  const sent = readOwners(next);
  const owners = sent.size > 0 || isReset(next) ? sent : readOwners(live);
  // The real server tracks an object that has no owners (somebody reset them) only from its next apply on.
  if (live !== null && owners.size === 0) return writeOwners(next, owners);
  const { written, removed } = changesOf(write, next);
  const taken = written.difference(SERVER_FIELDS);
  disown(owners, written.union(removed));
  if (!taken.isEmpty()) {
    const previous = owners.get(keyOf(writer))?.set ?? FieldSet.empty;
    owners.set(keyOf(writer), { ...writer, time: now, set: previous.union(taken) });
  }
  return writeOwners(next, owners);
}

/** What the write changes, as far as this endpoint can change it. */
function changesOf(write: OwnedWrite, next: JsonObject): Comparison {
  const reset = resetFields(write.writer, write.hasStatusSubresource);
  const { written, removed } = compareFields(write.live ?? { metadata: {} }, next, write.schema);
  return { written: written.without(reset), removed: removed.without(reset) };
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
  const claimed = fieldSetOf(config, schema).without(resetFields(writer, write.hasStatusSubresource));
  owners.set(key, { ...writer, time: owners.get(key)?.time ?? null, set: claimed.difference(SERVER_FIELDS) });
  const owned = [...owners.values()].reduce((all, owner) => all.union(owner.set), claimed);
  const given = withSections(last, schema).difference(withSections(owned, schema));
  const merged = removeFields(mergeFields(live ?? undefined, config, schema), given, schema);
  if (!isJsonObject(merged)) return config;
  const { written, removed } = changesOf(write, merged);
  if (!options.force) refuseConflicts(owners, key, written);
  disown(owners, written.union(removed), key);
  const owner = owners.get(key);
  const all = compareFields(live ?? { metadata: {} }, merged, schema);
  const changed = !all.written.difference(SERVER_FIELDS).isEmpty() || !all.removed.isEmpty();
  if (owner !== undefined && (live === null || changed)) owners.set(key, { ...owner, time: now });
  return writeOwners(options.prepare(merged), owners);
}

function claimBeforeFirstApply(owners: Owners, live: JsonObject, write: OwnedWrite): void {
  const writer: Writer = { ...write.writer, manager: 'before-first-apply', operation: 'Update' };
  const { written } = changesOf({ ...write, live: null }, live);
  const time = stringAt(live, 'metadata', 'creationTimestamp') ?? null;
  owners.set(keyOf(writer), { ...writer, time, set: written.difference(SERVER_FIELDS) });
}

function refuseConflicts(owners: Owners, applying: string, written: FieldSet): void {
  const conflicts = [...owners]
    .filter(([key]) => key !== applying)
    .map(([, owner]) => ({ who: describeOwner(owner), paths: owner.set.intersection(written).paths() }))
    .filter(({ paths }) => paths.length > 0)
    .sort((a, b) => (a.who < b.who ? -1 : 1));
  const causes = conflicts.flatMap(({ who, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field })),
  );
  const only = causes.length === 1 ? causes[0] : undefined;
  if (only !== undefined) throw applyConflict(`1 conflict: ${only.message}: ${only.field}`, causes);
  const sentences = conflicts.map(({ who, paths }) => `conflicts with ${who}:\n- ${paths.join('\n- ')}`);
  if (causes.length > 1) throw applyConflict(`${causes.length} conflicts: ${sentences.join('\n')}`, causes);
}

function applyConflict(why: string, causes: JsonObject[]): ApiError {
  return new ApiError(409, 'Conflict', `Apply failed with ${why}`, { causes });
}

function describeOwner(owner: Owner): string {
  const name = JSON.stringify(owner.manager);
  const subresource =
    owner.subresource === null ? '' : ` with subresource ${JSON.stringify(owner.subresource)}`;
  return owner.operation === 'Apply'
    ? `${name}${subresource}`
    : `${name}${subresource} using ${owner.apiVersion}`;
}
