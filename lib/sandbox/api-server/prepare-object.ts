import { randomInt, randomUUID } from 'node:crypto';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { equalJson, isJsonObject, objectAt, stringAt } from '../json-value.ts';
import { NAMESPACES, type ResourceType } from './resource-type.ts';
import { badRequest } from './status.ts';
import type { Target } from './write-request.ts';

export function metadataOf(object: JsonObject): JsonObject {
  return objectAt(object, 'metadata') ?? {};
}

export function withMetadata(object: JsonObject, changes: JsonObject): JsonObject {
  return { ...object, metadata: { ...metadataOf(object), ...changes } };
}

/** Puts an object into the namespace of its request. @throws ApiError 400 when it names another one. */
export function place(object: JsonObject, target: Target): JsonObject {
  const given = stringAt(object, 'metadata', 'namespace');
  if (target.namespace === null) {
    const { namespace: _, ...metadata } = metadataOf(object);
    return { ...object, metadata };
  }
  if (given !== undefined && given !== target.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return withMetadata(object, { namespace: target.namespace });
}

/** @throws ApiError 400 when the object in the body is not the one in the URL. */
export function requireSameName(object: JsonObject, target: Target): void {
  const name = stringAt(object, 'metadata', 'name') ?? '';
  if (name === '') {
    throw badRequest(
      `the name of the object (${target.name} based on URL) was undeterminable: name must be provided`,
    );
  }
  if (name === target.name) return;
  throw badRequest(`the name of the object (${name}) does not match the name on the URL (${target.name})`);
}

const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

export function withGeneratedName(object: JsonObject): JsonObject {
  const prefix = stringAt(object, 'metadata', 'generateName');
  if (prefix === undefined || stringAt(object, 'metadata', 'name') !== undefined) return object;
  const suffix = Array.from({ length: 5 }, () => SUFFIX_LETTERS[randomInt(SUFFIX_LETTERS.length)]).join('');
  return withMetadata(object, { name: `${prefix}${suffix}` });
}

export function prepareCreate(object: JsonObject, type: ResourceType, now: string): JsonObject {
  const { status: _, ...rest } = object;
  const { resourceVersion: __, deletionTimestamp: ___, ...metadata } = metadataOf(object);
  const kept = type.statusSubresource ? rest : object;
  if (type === NAMESPACES) {
    return {
      ...kept,
      metadata: { ...metadata, uid: randomUUID(), creationTimestamp: now },
      status: { phase: 'Active' },
    };
  }
  return { ...kept, metadata: { ...metadata, generation: 1, uid: randomUUID(), creationTimestamp: now } };
}

/** Takes from `next` only what may be written through this endpoint. */
export function restrict(live: JsonObject, next: JsonObject, target: Target): JsonObject {
  if (target.subresource === 'status') {
    const { managedFields } = metadataOf(next);
    const { status: _, ...rest } = live;
    const restricted = managedFields === undefined ? rest : withMetadata(rest, { managedFields });
    return next.status === undefined ? restricted : { ...restricted, status: next.status };
  }
  if (!target.type.statusSubresource) return next;
  const { status: _, ...rest } = next;
  return live.status === undefined ? rest : { ...rest, status: live.status };
}

/** Keeps what the server itself set, and counts a generation when anything but metadata and status changed. */
export function prepareUpdate(live: JsonObject, next: JsonObject, target: Target): JsonObject {
  const before = metadataOf(live);
  const after: JsonObject = { ...metadataOf(next) };
  for (const field of ['uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds']) {
    const value = before[field];
    if (after[field] === undefined && value !== undefined) after[field] = value;
  }
  after.resourceVersion = before.resourceVersion ?? '';
  const generation = Number(before.generation ?? 0);
  const changed = !equalJson(desiredPart(live, target.type), desiredPart(next, target.type));
  if (before.generation !== undefined) after.generation = changed ? generation + 1 : generation;
  return { ...next, metadata: after };
}

function desiredPart(object: JsonObject, type: ResourceType): JsonObject {
  const { metadata: _, status, ...rest } = object;
  return type.statusSubresource || status === undefined ? rest : { ...rest, status };
}

/** True when storing `next` would change nothing but the times in managedFields. */
export function isSameObject(live: JsonObject, next: JsonObject): boolean {
  return equalJson(withoutTimes(live), withoutTimes(next));
}

function withoutTimes(object: JsonObject): JsonObject {
  const { managedFields } = metadataOf(object);
  if (!Array.isArray(managedFields)) return object;
  const timeless = managedFields.map((entry) => {
    if (!isJsonObject(entry)) return entry;
    const { time: _, ...rest } = entry;
    return rest;
  });
  return withMetadata(object, { managedFields: timeless });
}
