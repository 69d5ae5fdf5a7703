import type { IncomingMessage } from 'node:http';
import { compareResourceVersions } from '#lib/domain/lifecycle/observe-cluster.ts';
import { AppError, toAppError } from '#lib/errors.ts';
import type { ClusterTransport } from './cluster-transport.ts';
import { collectionPath, type KindPath } from './kind-path.ts';
import { kindKey, type ObservedChange, type ObserverTiming } from './observation.ts';
import { parseWatchEvent, type WatchEvent } from './watch-event.ts';
import { createLineReader } from './watch-lines.ts';

export interface WatchOptions {
  namespace: string | null;
  /** Where to go on: the version of a listing, an event or a bookmark. */
  resourceVersion: string;
  /** Asks the server to end the stream after this many seconds. */
  timeoutSeconds: number;
  /** Without a byte for this long the stream counts as dead. */
  silenceMs: number;
  timing: Pick<ObserverTiming, 'after'>;
  signal: AbortSignal;
}

/** Called in the order of the stream. An exception ends the stream and rejects the watch. */
export interface WatchHandler {
  opened(): void;
  changed(change: ObservedChange, resourceVersion: string): void;
  bookmark(resourceVersion: string): void;
}

/**
 * How a stream ended. After `closed`, `silent` and `failed` it may go on from the last version;
 * after `expired` (410) and `broken` (what arrived cannot be trusted) only a new listing helps.
 */
export type WatchEnd =
  | { kind: 'closed' }
  | { kind: 'silent' }
  | { kind: 'failed'; error: AppError }
  | { kind: 'expired' }
  | { kind: 'broken'; problem: string };

const MAX_LINE_BYTES = 64 * 1024 * 1024;
const TOO_LARGE_VERSION = /Too large resource version/i;

function endOfError(status: Extract<WatchEvent, { kind: 'error' }>['status'], kind: KindPath): WatchEnd {
  if (status.code === 410 || status.reason === 'Expired' || status.reason === 'Gone')
    return { kind: 'expired' };
  if (TOO_LARGE_VERSION.test(status.message)) return { kind: 'expired' };
  const error = new AppError(
    'cluster_failed',
    `The watch of ${kindKey(kind)} ended with an error: ${status.message}`,
    {
      details: { status: String(status.code ?? ''), reason: status.reason },
    },
  );
  return { kind: 'failed', error };
}

class WatchStream {
  readonly #transport: ClusterTransport;
  readonly #kind: KindPath;
  readonly #options: WatchOptions;
  readonly #handler: WatchHandler;
  readonly #lines = createLineReader();
  #last: string;
  #silent = false;

  constructor(transport: ClusterTransport, kind: KindPath, options: WatchOptions, handler: WatchHandler) {
    this.#transport = transport;
    this.#kind = kind;
    this.#options = options;
    this.#handler = handler;
    this.#last = options.resourceVersion;
  }

  async run(): Promise<WatchEnd> {
    const { signal } = this.#options;
    let response: IncomingMessage;
    try {
      response = await this.#open();
    } catch (error) {
      signal.throwIfAborted();
      const failure = toAppError(error);
      return failure.details.status === '410' ? { kind: 'expired' } : { kind: 'failed', error: failure };
    }
    this.#handler.opened();
    try {
      return await this.#read(response);
    } finally {
      response.destroy();
    }
  }

  #open(): Promise<IncomingMessage> {
    const { namespace, resourceVersion, timeoutSeconds, signal } = this.#options;
    return this.#transport.open({
      method: 'GET',
      path: collectionPath(this.#kind, namespace),
      query: {
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion,
        timeoutSeconds: String(timeoutSeconds),
      },
      signal,
    });
  }

  #limitSilence(response: IncomingMessage): () => void {
    return this.#options.timing.after(this.#options.silenceMs, () => {
      this.#silent = true;
      response.destroy();
    });
  }

  async #read(response: IncomingMessage): Promise<WatchEnd> {
    const chunks = response[Symbol.asyncIterator]();
    for (;;) {
      const cancel = this.#limitSilence(response);
      let next: IteratorResult<Buffer>;
      try {
        next = await chunks.next();
      } catch (error) {
        this.#options.signal.throwIfAborted();
        return this.#silent
          ? { kind: 'silent' }
          : { kind: 'failed', error: this.#transport.networkFailure(error) };
      } finally {
        cancel();
      }
      if (next.done) return this.#silent ? { kind: 'silent' } : this.#closed();
      const end = this.#take(next.value);
      if (end !== null) return end;
    }
  }

  #closed(): WatchEnd {
    if (this.#lines.pending === 0) return { kind: 'closed' };
    // The event that was cut comes again after the last version.
    const message = `The watch of ${kindKey(this.#kind)} was cut within an event.`;
    return { kind: 'failed', error: new AppError('cluster_unreachable', message) };
  }

  #take(chunk: Buffer): WatchEnd | null {
    const lines = this.#lines.push(chunk);
    for (const line of lines) {
      const end = this.#heed(parseWatchEvent(line, this.#kind));
      if (end !== null) return end;
    }
    return this.#lines.pending > MAX_LINE_BYTES
      ? { kind: 'broken', problem: 'an event is longer than 64 MB' }
      : null;
  }

  #heed(event: WatchEvent): WatchEnd | null {
    if (event.kind === 'malformed') return { kind: 'broken', problem: event.problem };
    if (event.kind === 'error') return endOfError(event.status, this.#kind);
    // Versions of one kind only grow (API concepts, "Resource versions"); backwards means another history.
    if (compareResourceVersions(event.resourceVersion, this.#last) < 0)
      return { kind: 'broken', problem: `version ${event.resourceVersion} came after ${this.#last}` };
    this.#last = event.resourceVersion;
    if (event.kind === 'bookmark') this.#handler.bookmark(event.resourceVersion);
    else this.#handler.changed(event.change, event.resourceVersion);
    return null;
  }
}

/**
 * Reads one watch stream to its end. Rejects with the signal's reason when aborted, and with whatever the handler throws;
 * everything else that can happen is a `WatchEnd`.
 */
export function watchKind(
  transport: ClusterTransport,
  kind: KindPath,
  options: WatchOptions,
  handler: WatchHandler,
): Promise<WatchEnd> {
  return new WatchStream(transport, kind, options, handler).run();
}
