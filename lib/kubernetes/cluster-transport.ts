import http, { type IncomingMessage } from 'node:http';
import https, { type RequestOptions } from 'node:https';
import { AppError } from '#lib/errors.ts';
import type { ClusterAccess } from './cluster-access.ts';
import { type Answer, failureOfAnswer, failureOfNetwork } from './cluster-failure.ts';
import type { ObserverTiming } from './observation.ts';
import { createBackoff, pause } from './retry.ts';

/** One request to an API server. */
export interface ApiRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, string>;
  accept?: string;
  /** Sent as it is. */
  body?: string;
  contentType?: string;
  signal?: AbortSignal | undefined;
}

export interface TransportOptions {
  timing: Pick<ObserverTiming, 'after' | 'random'>;
  /** Silence after which a request is given up, in milliseconds. */
  requestTimeoutMs?: number;
}

/** Requests with the access's credentials over kept connections; errors are translated, credentials never in them. */
export interface ClusterTransport {
  /** The answer, whatever its status; repeats 429, and 503 and 504 of a GET, as the server asks. Throws `cluster_unreachable` or `cluster_credentials`. */
  send(request: ApiRequest): Promise<Answer>;
  /** The open body of a 200; any other answer throws. Ending it is the caller's duty. */
  open(request: ApiRequest): Promise<IncomingMessage>;
  /** Makes an error of an answer to `action`, without credentials in its words. */
  failure(answer: Answer, action: string): AppError;
  /** Makes an error of a stream's failure. */
  networkFailure(error: unknown): AppError;
  close(): void;
}

const ATTEMPTS = 5;
const MAX_RETRY_AFTER_SECONDS = 15;
const MAX_ANSWER_BYTES = 400 * 1024 * 1024;

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const part of response) {
    const chunk: Buffer = part;
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error('the answer is larger than 400 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function retryAfterOf(response: IncomingMessage): number | null {
  const seconds = Number(response.headers['retry-after']);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS) : null;
}

function mayRepeat(method: ApiRequest['method'], status: number): boolean {
  return status === 429 || (method === 'GET' && (status === 503 || status === 504));
}

/** The server closed a kept connection just as it was used again. */
class StaleConnection extends Error {
  constructor(cause: unknown) {
    super('a kept connection was closed', { cause });
  }
}

class HttpTransport implements ClusterTransport {
  readonly #access: ClusterAccess;
  readonly #options: TransportOptions;
  readonly #agent: http.Agent;
  readonly #base: URL;
  readonly #closing = new AbortController();
  #credentials: Promise<RequestOptions> | null = null;

  constructor(access: ClusterAccess, options: TransportOptions) {
    this.#access = access;
    this.#options = options;
    this.#base = new URL(access.serverUrl);
    const kept = { keepAlive: true, keepAliveMsecs: 30_000 };
    this.#agent = this.#base.protocol === 'http:' ? new http.Agent(kept) : new https.Agent(kept);
  }

  close(): void {
    this.#closing.abort(new AppError('cluster_unreachable', 'The connection to the cluster was closed.'));
    this.#agent.destroy();
  }

  failure(answer: Answer, action: string): AppError {
    return failureOfAnswer({ ...answer, text: this.#access.redact(answer.text) }, action);
  }

  networkFailure(error: unknown): AppError {
    return failureOfNetwork(error, this.#access.serverUrl);
  }

  async send(request: ApiRequest): Promise<Answer> {
    return this.#answerOf(await this.#ask(request), request.signal);
  }

  async open(request: ApiRequest): Promise<IncomingMessage> {
    const response = await this.#ask(request);
    if (response.statusCode === 200) {
      // A stream may be silent for long; its reader has a limit of its own.
      response.socket.setTimeout(0);
      return response;
    }
    throw this.failure(await this.#answerOf(response, request.signal), `watch ${request.path}`);
  }

  async #ask(request: ApiRequest): Promise<IncomingMessage> {
    const { timing } = this.#options;
    const backoff = createBackoff({ baseMs: 300, maxMs: 5_000, random: timing.random });
    for (let attempt = 1; ; attempt++) {
      const response = await this.#connect(request);
      if (attempt === ATTEMPTS || !mayRepeat(request.method, response.statusCode ?? 0)) return response;
      const { retryAfter } = await this.#answerOf(response, request.signal);
      await pause(timing, (retryAfter ?? 0) * 1000 + backoff.next(), this.#signal(request.signal));
    }
  }

  async #answerOf(response: IncomingMessage, signal: AbortSignal | undefined): Promise<Answer> {
    try {
      const text = await readText(response);
      return { status: response.statusCode ?? 0, text, retryAfter: retryAfterOf(response) };
    } catch (error) {
      throw this.#translate(error, signal);
    }
  }

  #signal(signal: AbortSignal | undefined): AbortSignal {
    return signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]);
  }

  #translate(error: unknown, signal: AbortSignal | undefined): unknown {
    if (this.#closing.signal.aborted) return this.#closing.signal.reason;
    if (signal?.aborted) return signal.reason;
    return error instanceof AppError ? error : this.networkFailure(error);
  }

  async #connect(request: ApiRequest): Promise<IncomingMessage> {
    this.#credentials ??= this.#access.requestOptions();
    const credentials = await this.#credentials;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(request, credentials);
      } catch (error) {
        const stale = error instanceof StaleConnection;
        const aborted = this.#signal(request.signal).aborted;
        // Nothing was read: asking again cannot do anything twice for a GET.
        if (stale && !aborted && request.method === 'GET' && attempt < ATTEMPTS) continue;
        throw this.#translate(stale ? error.cause : error, request.signal);
      }
    }
  }

  #attempt(request: ApiRequest, credentials: RequestOptions): Promise<IncomingMessage> {
    const query = new URLSearchParams(request.query).toString();
    const timeout = this.#options.requestTimeoutMs ?? 30_000;
    const options: RequestOptions = {
      agent: this.#agent,
      ...credentials,
      method: request.method,
      path: `${this.#base.pathname.replace(/\/$/, '')}${request.path}${query === '' ? '' : `?${query}`}`,
      host: this.#base.hostname.replace(/^\[|\]$/g, ''),
      port: this.#base.port,
      timeout,
      signal: this.#signal(request.signal),
      headers: {
        ...credentials.headers,
        accept: request.accept ?? 'application/json',
        'user-agent': 'fabric-lifecycle',
        ...(request.body === undefined
          ? {}
          : {
              'content-type': request.contentType ?? 'application/json',
              'content-length': String(Buffer.byteLength(request.body)),
            }),
      },
    };
    return new Promise((resolve, reject) => {
      const call = this.#base.protocol === 'http:' ? http.request(options) : https.request(options);
      call.once('response', resolve);
      call.once('timeout', () => {
        const silence = new Error(`no answer within ${timeout / 1000} s`);
        call.destroy(Object.assign(silence, { code: 'ETIMEDOUT' }));
      });
      call.on('error', (error: NodeJS.ErrnoException) =>
        reject(call.reusedSocket && error.code === 'ECONNRESET' ? new StaleConnection(error) : error),
      );
      call.end(request.body);
    });
  }
}

/** Opens no connection yet. */
export function createTransport(access: ClusterAccess, options: TransportOptions): ClusterTransport {
  return new HttpTransport(access, options);
}
