import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject } from '../json-value.ts';
import { compareKeys, type ObjectStore } from './object-store.ts';
import { apiVersionOf, collectionOf, type ResourceType } from './resource-type.ts';
import { readFieldSelector, readLabelSelector, type Selector } from './selectors.ts';
import { ApiError, badRequest, expired } from './status.ts';
import type { Target } from './write-request.ts';

interface Continue {
  revision: number;
  /** The last key of the page before. */
  after: string;
}

export function readSelector(query: URLSearchParams): Selector {
  const byLabel = readLabelSelector(query.get('labelSelector'));
  const byField = readFieldSelector(query.get('fieldSelector'));
  return (object) => byLabel(object) && byField(object);
}

/** The object as one version of its kind shows it. */
export function present(object: JsonObject, type: ResourceType): JsonObject {
  return { ...object, apiVersion: apiVersionOf(type) };
}

export function listObjects(store: ObjectStore, target: Target, query: URLSearchParams): JsonObject {
  const { type, namespace } = target;
  const limit = readLimit(query.get('limit'));
  const selector = readSelector(query);
  const page = readContinue(query.get('continue'), store);
  const revision = page?.revision ?? readRevision(query, store);
  const prefix = namespace === null ? '' : `${namespace}/`;
  const matching = store
    .list(collectionOf(type), revision)
    .filter(([key, object]) => key.startsWith(prefix) && selector(object))
    .filter(([key]) => page === null || compareKeys(key, page.after) > 0);
  const shown = limit === 0 ? matching : matching.slice(0, limit);
  const last = shown.at(-1)?.[0];
  const left = matching.length - shown.length;
  const more = left > 0 && last !== undefined;
  const selected = query.has('labelSelector') || query.has('fieldSelector');
  return {
    apiVersion: apiVersionOf(type),
    items: shown.map(([, object]) => present(object, type)),
    kind: type.listKind,
    metadata: {
      continue: more ? writeContinue({ revision, after: last }) : '',
      ...(more && !selected ? { remainingItemCount: left } : {}),
      resourceVersion: String(revision),
    },
  };
}

function readLimit(text: string | null): number {
  if (text === null || text === '') return 0;
  if (!/^-?\d+$/.test(text)) {
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return Math.max(0, Number(text));
}

/** The revision that a list is to show: the current one, except for `resourceVersionMatch=Exact`. */
function readRevision(query: URLSearchParams, store: ObjectStore): number {
  const text = query.get('resourceVersion');
  if (text === null || text === '') return store.revision;
  if (!/^\d+$/.test(text)) {
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  const wanted = Number(text);
  if (wanted > store.revision) throw tooLarge(wanted, store.revision);
  if (query.get('resourceVersionMatch') !== 'Exact') return store.revision;
  if (wanted < store.compacted) throw tooOld(wanted);
  return wanted;
}

function tooLarge(wanted: number, current: number): ApiError {
  return new ApiError(504, 'Timeout', `Timeout: Too large resource version: ${wanted}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

function tooOld(wanted: number): ApiError {
  return expired(`The resourceVersion for the provided list is too old: ${wanted}.`);
}

function writeContinue(page: Continue): string {
  const token = { v: 'meta.k8s.io/v1', rv: page.revision, start: `${page.after}\0` };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function readContinue(token: string | null, store: ObjectStore): Continue | null {
  if (token === null || token === '') return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badRequest(`invalid continue token: continue key is not valid: ${why}`);
  }
  if (!isJsonObject(parsed) || typeof parsed.rv !== 'number' || typeof parsed.start !== 'string') {
    throw badRequest(
      'invalid continue token: continue key is not valid: incorrect encoded start resourceVersion',
    );
  }
  if (parsed.rv < store.compacted) {
    throw expired(
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results.',
    );
  }
  return { revision: parsed.rv, after: parsed.start.replace(/\0$/, '') };
}
