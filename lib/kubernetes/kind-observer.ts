import { compareResourceVersions } from '#lib/domain/lifecycle/observe-cluster.ts';
import { AppError, toAppError } from '#lib/errors.ts';
import { unavailabilityOf } from './cluster-failure.ts';
import { KindOutbox, type SnapshotWaiter } from './kind-outbox.ts';
import { readPage } from './list-objects.ts';
import type { ServedKind } from './observation.ts';
import type { ObserverEnvironment } from './observer-environment.ts';
import { type Backoff, createBackoff, pause } from './retry.ts';
import { type WatchEnd, watchKind } from './watch-kind.ts';

const SETTLED_MS = 1_000;
const STABLE_MS = 10_000;
const LEAST_WATCH_SECONDS = 300;

/** Keeps one kind observed: list, watch, go on after a gap, list again when going on is not safe. Never gives up by itself. */
export class KindObserver {
  readonly #environment: ObserverEnvironment;
  readonly #outbox: KindOutbox;
  readonly #stopped = new AbortController();
  readonly #backoff: Backoff;
  readonly #running: Promise<void>;
  #kind: ServedKind;
  /** Aborted to cut a watch or a wait short. */
  #interrupt = new AbortController();
  #waiters: SnapshotWaiter[] = [];
  /** Where the watch goes on; null when only a listing helps. */
  #position: string | null = null;
  #malformed = 0;
  #waiting = false;

  constructor(kind: ServedKind, environment: ObserverEnvironment) {
    this.#kind = kind;
    this.#environment = environment;
    this.#outbox = new KindOutbox(kind, environment);
    this.#backoff = createBackoff({ baseMs: 500, maxMs: 60_000, random: environment.timing.random });
    this.#running = this.#run();
  }

  get kind(): ServedKind {
    return this.#kind;
  }

  /** Its CRD changed: objects may read differently without any event, so they are listed again. */
  replaceKind(kind: ServedKind): void {
    this.#kind = kind;
    this.#outbox.kind = kind;
    this.#position = null;
    this.#interrupt.abort(new Error('the kind changed'));
  }

  /** Resolves when the sink has taken a listing that began after this call; rejects when it fails or the kind is left. */
  relist(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#stopped.signal.aborted) return reject(this.#stopped.signal.reason);
      this.#waiters.push({ resolve, reject });
      this.#interrupt.abort(new Error('a listing is wanted'));
    });
  }

  /** Tries at once what waits for its next try; a running watch is left alone. */
  hurry(): void {
    if (this.#waiting) this.#interrupt.abort(new Error('hurried'));
  }

  /** Ends promptly; with `deliver` what has arrived is handed over before. */
  async stop(options: { deliver: boolean }): Promise<void> {
    this.#stopped.abort(
      new AppError('conflict', `${this.#kind.kind} is no longer observed. Ask again later.`),
    );
    await this.#running;
    await this.#outbox.end(options);
  }

  async #run(): Promise<void> {
    const { timing } = this.#environment;
    const stopped = this.#stopped.signal;
    while (!stopped.aborted) {
      this.#interrupt = new AbortController();
      const { signal } = this.#interrupt;
      try {
        if (await this.#round(AbortSignal.any([stopped, signal]))) continue;
      } catch (error) {
        if (stopped.aborted) break;
        if (signal.aborted) continue;
        this.#fail(error);
      }
      this.#waiting = true;
      await pause(timing, this.#backoff.next(), AbortSignal.any([stopped, signal])).catch(() => undefined);
      this.#waiting = false;
    }
    for (const waiter of this.#waiters.splice(0)) waiter.reject(stopped.reason);
  }

  /** Whether the next round may follow at once. */
  async #round(signal: AbortSignal): Promise<boolean> {
    if (this.#waiters.length > 0) this.#position = null;
    if (this.#position === null) await this.#list();
    else await this.#checkPosition(this.#position);
    const position = this.#position;
    return position === null || this.#watch(position, signal);
  }

  async #list(): Promise<void> {
    const { client, timing, namespace, fewListings } = this.#environment;
    const kind = this.#kind;
    const waiters = this.#waiters.splice(0);
    try {
      await fewListings(async () => {
        const startedAt = await timing.now();
        const listing = await client.list(kind, { namespace, signal: this.#stopped.signal });
        if (kind !== this.#kind) {
          this.#waiters.unshift(...waiters);
          return;
        }
        this.#position = listing.resourceVersion;
        this.#outbox.putSnapshot({ ...listing, startedAt }, waiters);
      });
    } catch (error) {
      for (const waiter of waiters) waiter.reject(error);
      throw error;
    }
  }

  /** A server restored from a backup is behind us: a watch from a version of its future answers 200 and stays silent. */
  async #checkPosition(position: string): Promise<void> {
    const { client, namespace, log } = this.#environment;
    const options = { limit: 1, namespace, signal: this.#stopped.signal };
    const page = await readPage(client.transport, this.#kind, options, null);
    if (page === null || compareResourceVersions(page.resourceVersion, position) >= 0) return;
    log.warn(
      { kind: this.#kind.kind, position, server: page.resourceVersion },
      'the cluster went back in time',
    );
    this.#position = null;
  }

  async #watch(position: string, signal: AbortSignal): Promise<boolean> {
    const { client, timing, namespace, silenceMs } = this.#environment;
    const stream = { opened: false, stable: false };
    const cancels: (() => void)[] = [];
    const later = (milliseconds: number, callback: () => void) =>
      cancels.push(timing.after(milliseconds, callback));
    const seen = (resourceVersion: string) => {
      this.#position = resourceVersion;
      this.#outbox.putProblem(null);
    };
    try {
      const timeoutSeconds = LEAST_WATCH_SECONDS + Math.floor(timing.random() * LEAST_WATCH_SECONDS);
      const end = await watchKind(
        client.transport,
        this.#kind,
        { namespace, resourceVersion: position, timeoutSeconds, silenceMs, timing, signal },
        {
          opened: () => {
            stream.opened = true;
            // A version that is too old is refused by the first event of an open stream.
            later(SETTLED_MS, () => this.#outbox.putProblem(null));
            later(STABLE_MS, () => {
              stream.stable = true;
              this.#backoff.reset();
            });
          },
          changed: (change, resourceVersion) => {
            seen(resourceVersion);
            this.#outbox.putChange(change, resourceVersion);
          },
          bookmark: (resourceVersion) => {
            seen(resourceVersion);
            this.#outbox.putMark(resourceVersion);
          },
        },
      );
      return this.#conclude(end, stream);
    } finally {
      for (const cancel of cancels) cancel();
    }
  }

  #conclude(end: WatchEnd, stream: { opened: boolean; stable: boolean }): boolean {
    const { log } = this.#environment;
    const { kind } = this.#kind;
    switch (end.kind) {
      case 'closed':
      case 'silent':
        log.info({ kind, end: end.kind }, 'the watch is renewed');
        return stream.stable;
      case 'expired':
        log.info({ kind }, 'the watch has a gap (410): listed again');
        this.#position = null;
        return stream.stable;
      case 'broken':
        this.#malformed++;
        log.warn(
          { kind, problem: end.problem, count: this.#malformed },
          'the watch is not to be trusted: listed again',
        );
        this.#position = null;
        return false;
      case 'failed':
        // A cut stream is no outage yet: the next try tells.
        if (stream.opened) log.info({ kind, problem: end.error.message }, 'the watch was cut');
        else this.#fail(end.error);
        return false;
    }
  }

  #fail(error: unknown): void {
    const failure = toAppError(error);
    if (!failure.code.startsWith('cluster_')) {
      this.#environment.onError(failure);
      return;
    }
    if (failure.details.status === '404') this.#environment.lookAgain();
    this.#outbox.putProblem(unavailabilityOf(failure));
  }
}
