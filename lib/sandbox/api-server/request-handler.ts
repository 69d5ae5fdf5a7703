import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, objectAt } from '../json-value.ts';
import type { Catalogue } from './catalogue.ts';
import { describeCore, describeGroup, describeGroups, describeResources, VERSION } from './discovery.ts';
import { listObjects, present, readSelector } from './list-objects.ts';
import type { ObjectStore } from './object-store.ts';
import { keyOf, type ObjectWriter, type Written } from './object-writer.ts';
import { collectionOf, NAMESPACES } from './resource-type.ts';
import { ApiError, badRequest, methodNotAllowed, notFound } from './status.ts';
import { watchObjects } from './watch-objects.ts';
import { isTrue, readWriteOptions, type Target } from './write-request.ts';

export interface ServerParts {
  store: ObjectStore;
  catalogue: Catalogue;
  writer: ObjectWriter;
  token: string;
  address: () => string;
  /** The watches under way, each with what ends it. */
  watches: Set<() => void>;
}

const PATCH_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/apply-patch+yaml',
];
const BODY_LIMIT = 3 * 1024 * 1024;

interface Reply {
  code: number;
  body: JsonObject;
  warnings?: string[];
}

interface Request {
  method: string;
  path: string[];
  query: URLSearchParams;
  message: IncomingMessage;
  body: string;
}

export async function handleRequest(
  parts: ServerParts,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const url = new URL(message.url ?? '/', 'http://localhost');
    const path = url.pathname
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
    if (['readyz', 'healthz', 'livez'].includes(path[0] ?? '')) return sendText(response, 200, 'ok');
    if (!isAuthorized(message, parts.token)) throw new ApiError(401, 'Unauthorized', 'Unauthorized');
    const body = await readBody(message);
    const request = { method: message.method ?? 'GET', path, query: url.searchParams, message, body };
    const reply = answer(parts, request, response);
    if (reply === 'not found') return sendText(response, 404, '404 page not found\n');
    if (reply !== 'streaming') sendJson(response, reply);
  } catch (error) {
    sendJson(response, replyOf(error));
  }
}

function replyOf(error: unknown): Reply {
  if (error instanceof ApiError) return { code: error.code, body: error.body };
  const text = error instanceof Error ? error.message : String(error);
  return { code: 500, body: new ApiError(500, 'InternalError', `Internal error occurred: ${text}`).body };
}

function isAuthorized(message: IncomingMessage, token: string): boolean {
  const given = Buffer.from(message.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** The whole body; one that is too long is read to its end, so that the sender gets to see the refusal. */
async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= BODY_LIMIT) chunks.push(bytes);
  }
  if (size > BODY_LIMIT) {
    throw new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${BODY_LIMIT}`, {});
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendText(response: ServerResponse, code: number, text: string): void {
  response.writeHead(code, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}

function sendJson(response: ServerResponse, reply: Reply): void {
  const retryAfter = objectAt(reply.body, 'details')?.retryAfterSeconds;
  const warnings = (reply.warnings ?? []).map((text) => `299 - ${JSON.stringify(text)}`);
  response.statusCode = reply.code;
  response.setHeader('content-type', 'application/json');
  if (warnings.length > 0) response.setHeader('warning', warnings);
  if (typeof retryAfter === 'number') response.setHeader('retry-after', String(retryAfter));
  response.end(`${JSON.stringify(reply.body)}\n`);
}

function answer(
  parts: ServerParts,
  request: Request,
  response: ServerResponse,
): Reply | 'not found' | 'streaming' {
  const { path, method } = request;
  const described = describe(parts, path);
  if (described !== null) {
    if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed();
    return { code: 200, body: described };
  }
  if (path.join('/') === 'apis/authorization.k8s.io/v1/selfsubjectaccessreviews') {
    if (method !== 'POST') throw methodNotAllowed();
    return { code: 201, body: review(request) };
  }
  const target = findTarget(parts.catalogue, path);
  return target === null ? 'not found' : serve(parts, request, target, response);
}

function describe(parts: ServerParts, path: string[]): JsonObject | null {
  const { catalogue } = parts;
  const [root, group, version] = path;
  if (root === 'version' && path.length === 1) return VERSION;
  if (root === 'api' && path.length === 1) return describeCore(parts.address());
  if (root === 'api' && path.length === 2) return describeResources(catalogue, group ?? '');
  if (root !== 'apis') return null;
  if (path.length === 1) return describeGroups(catalogue);
  if (path.length === 2) return describeGroup(catalogue, group ?? '');
  return path.length === 3 ? describeResources(catalogue, `${group}/${version}`) : null;
}

/** The one user may do everything: what a fabric's owner has in a demo. */
function review(request: Request): JsonObject {
  const sent = JSON.parse(request.body);
  if (!isJsonObject(sent) || !isJsonObject(sent.spec)) throw badRequest('spec is required');
  return {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec: sent.spec,
    status: { allowed: true },
  };
}

function findTarget(catalogue: Catalogue, path: string[]): Target | null {
  const core = path[0] === 'api';
  const [group, version, rest] = core ? ['', path[1], path.slice(2)] : [path[1], path[2], path.slice(3)];
  if ((path[0] !== 'apis' && !core) || group === undefined || version === undefined) return null;
  const scoped = rest[0] === 'namespaces' && rest.length > 2;
  const [plural = '', name, subresource, ...more] = scoped ? rest.slice(2) : rest;
  const type = catalogue.find(group, version, plural);
  if (type === null || more.length > 0) return null;
  if (scoped !== type.namespaced && !(type.namespaced && !scoped && name === undefined)) return null;
  if (subresource !== undefined && !(subresource === 'status' && type.statusSubresource)) return null;
  const namespace = scoped ? (rest[1] ?? null) : null;
  return { type, namespace, name: name ?? null, subresource: subresource === 'status' ? 'status' : null };
}

function serve(
  parts: ServerParts,
  request: Request,
  target: Target,
  response: ServerResponse,
): Reply | 'streaming' | 'not found' {
  if (target.name === null) return serveCollection(parts, request, target, response);
  const { writer, store } = parts;
  const { method, query, body } = request;
  const userAgent = request.message.headers['user-agent'] ?? '';
  switch (method) {
    case 'GET': {
      const object = store.get(collectionOf(target.type), keyOf(target));
      const { group, plural: kind } = target.type;
      if (object === null) throw notFound({ group, kind, name: target.name });
      return { code: 200, body: present(object, target.type) };
    }
    case 'PUT':
      return written(writer.update(target, body, readWriteOptions(query, userAgent, 'UpdateOptions')));
    case 'PATCH': {
      const mediaType = readPatchType(request.message);
      return written(
        writer.patch(target, mediaType, body, readWriteOptions(query, userAgent, 'PatchOptions')),
      );
    }
    case 'DELETE':
      if (target.subresource !== null || target.type === NAMESPACES) throw methodNotAllowed();
      return deleted(
        target,
        writer.delete(target, body, readWriteOptions(query, userAgent, 'DeleteOptions')),
      );
    default:
      throw methodNotAllowed();
  }
}

function serveCollection(
  parts: ServerParts,
  request: Request,
  target: Target,
  response: ServerResponse,
): Reply | 'streaming' | 'not found' {
  const { writer, store } = parts;
  const { method, query } = request;
  const userAgent = request.message.headers['user-agent'] ?? '';
  if (method === 'GET') {
    if (!isTrue(query.get('watch'))) return { code: 200, body: listObjects(store, target, query) };
    const stop = watchObjects(store, target, query, response);
    parts.watches.add(stop);
    response.on('close', () => parts.watches.delete(stop));
    return 'streaming';
  }
  const unscoped = target.type.namespaced && target.namespace === null;
  if (unscoped) return 'not found';
  if (method === 'POST') {
    return written(writer.create(target, request.body, readWriteOptions(query, userAgent, 'CreateOptions')));
  }
  if (method === 'DELETE') return deleteCollection(parts, request, target);
  throw methodNotAllowed();
}

function written(result: Written): Reply {
  return { code: result.created ? 201 : 200, body: result.object, warnings: result.warnings };
}

function deleted(target: Target, result: { object: JsonObject; gone: boolean }): Reply {
  if (!result.gone) return { code: 200, body: result.object };
  const { group, plural: kind } = target.type;
  const uid = objectAt(result.object, 'metadata')?.uid ?? '';
  const details = { name: target.name, group, kind, uid };
  return { code: 200, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details } };
}

function deleteCollection(parts: ServerParts, request: Request, target: Target): Reply {
  const selector = readSelector(request.query);
  const options = readWriteOptions(request.query, '', 'DeleteOptions');
  const body = listObjects(parts.store, target, request.query);
  const prefix = target.namespace === null ? '' : `${target.namespace}/`;
  for (const [key, object] of parts.store.list(collectionOf(target.type))) {
    if (!key.startsWith(prefix) || !selector(object)) continue;
    parts.writer.delete({ ...target, name: key.slice(prefix.length) }, '', options);
  }
  return { code: 200, body };
}

function readPatchType(message: IncomingMessage): string {
  const mediaType = (message.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (PATCH_TYPES.includes(mediaType)) return mediaType;
  throw new ApiError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${PATCH_TYPES.join(', ')}`,
  );
}
