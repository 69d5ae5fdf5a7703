import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject } from './json-value.ts';

export interface ApiServerAddress {
  url: string;
  token: string;
  /** PEM of the authority that signed the server's certificate, for HTTPS. */
  ca?: string;
}

export interface ApiCall {
  body?: Json;
  /** Default: `application/json`, for PATCH `application/merge-patch+json`. */
  mediaType?: string;
  userAgent?: string;
}

export interface ApiReply {
  status: number;
  warnings: string[];
  body: JsonObject;
}

/** The API server said no; `reply` holds its Status. */
export class ApiRefusal extends Error {
  readonly reply: ApiReply;

  constructor(what: string, reply: ApiReply) {
    super(`${what}: ${String(reply.body.message ?? reply.status)}`);
    this.name = 'ApiRefusal';
    this.reply = reply;
  }
}

export const APPLY_PATCH = 'application/apply-patch+yaml';

/** Opens a request; the answer's body is still to be read. @throws Error when the server cannot be reached. */
export function openRequest(
  server: ApiServerAddress,
  method: string,
  path: string,
  call: ApiCall = {},
): Promise<IncomingMessage> {
  const mediaType =
    call.mediaType ?? (method === 'PATCH' ? 'application/merge-patch+json' : 'application/json');
  const text = call.body === undefined ? undefined : JSON.stringify(call.body);
  const headers: Record<string, string> = {
    authorization: `Bearer ${server.token}`,
    accept: 'application/json',
    'user-agent': call.userAgent ?? 'sandbox/1.0',
  };
  if (text !== undefined) {
    headers['content-type'] = mediaType;
    headers['content-length'] = String(Buffer.byteLength(text));
  }
  // No pool: a kept connection to a server that was restarted on its port would fail the next request.
  const options = { method, headers, agent: false, ...(server.ca === undefined ? {} : { ca: server.ca }) };
  const open = server.url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const message = open(`${server.url}${path}`, options, resolve);
    message.once('error', (error) => {
      reject(new Error(`${server.url} does not answer. Is the sandbox running?`, { cause: error }));
    });
    message.end(text);
  });
}

/** One request with its whole answer, whatever the status; a body that is not an object comes as `text`. */
export async function callApi(
  server: ApiServerAddress,
  method: string,
  path: string,
  call: ApiCall = {},
): Promise<ApiReply> {
  const response = await openRequest(server, method, path, call);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  const warning = response.headersDistinct.warning ?? [];
  return { status: response.statusCode ?? 0, warnings: warning.flatMap(readWarnings), body: readBody(text) };
}

function readBody(text: string): JsonObject {
  if (!text.startsWith('{')) return { text };
  const body: unknown = JSON.parse(text);
  return isJsonObject(body) ? body : { text };
}

function readWarnings(header: string): string[] {
  return [...header.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map((match) =>
    (match[1] ?? '').replaceAll('\\"', '"'),
  );
}

/** As `callApi`. @throws ApiRefusal for an answer from 400 on. */
export async function requireApi(
  server: ApiServerAddress,
  method: string,
  path: string,
  call: ApiCall = {},
): Promise<JsonObject> {
  const reply = await callApi(server, method, path, call);
  if (reply.status >= 400) throw new ApiRefusal(`${method} ${path}`, reply);
  return reply.body;
}
