import { compareResourceVersions } from '#lib/domain/lifecycle/observe-cluster.ts';
import { AppError, toAppError } from '#lib/errors.ts';
import { unavailabilityOf } from './cluster-failure.ts';
import { KindOutbox, type SnapshotWaiter } from './kind-outbox.ts';
import { readPage } from './list-objects.ts';
import type { ServedKind } from './observation.ts';
import type { ObserverEnvironment } from './observer-environment.ts';
import { type Backoff, createBackoff, pause } from './retry.ts';
import { type WatchEnd, watchKind } from './watch-kind.ts';
import { WatchProof } from './watch-proof.ts';

const SETTLED_MS = 1_000;
const STABLE_MS = 10_000;
const PROBE_MS = 30_000;
const LAST_EVENTS_MS = 2_000;

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
  readonly #proof = new WatchProof();
  #malformed = 0;
  #waiting = false;
  /** Resolves when the open watch ends; null without one. */
  #stream: Promise<void> | null = null;

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

  /** Ends promptly; with `deliver` the server is given time to end the watch itself, and what has arrived is handed over. */
  async stop(options: { deliver: boolean }): Promise<void> {
    if (options.deliver) await this.#streamEnd();
    this.#stopped.abort(
      new AppError('conflict', `${this.#kind.kind} is no longer observed. Ask again later.`),
    );
    await this.#running;
    await this.#outbox.end(options);
  }

  /** Deleting a CRD sends a DELETED event for each object, then ends the watch. */
  #streamEnd(): Promise<void> {
    if (this.#stream === null) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#environment.timing.after(LAST_EVENTS_MS, resolve);
    return Promise.race([promise, this.#stream]).finally(cancel);
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
    await this.#probe(signal);
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
        this.#proof.listed(startedAt);
        this.#outbox.putSnapshot({ ...listing, startedAt }, waiters);
      });
    } catch (error) {
      for (const waiter of waiters) waiter.reject(error);
      throw error;
    }
  }

  /**
   * Reads at which version the kind is now. Without it a watch of a quiet kind says nothing for hours: bookmarks only come once the server's cache has moved, and reading moves it.
   * A server restored from a backup is behind us: a watch from a version of its future answers 200 and stays silent, so only a listing helps.
   */
  async #probe(signal: AbortSignal): Promise<void> {
    const { client, timing, namespace, log } = this.#environment;
    const before = this.#position;
    const at = await timing.now();
    const page = await readPage(client.transport, this.#kind, { limit: 1, namespace, signal }, null);
    if (page === null || before === null || this.#position === null) return;
    if (compareResourceVersions(page.resourceVersion, before) < 0) {
      log.warn(
        { kind: this.#kind.kind, position: before, server: page.resourceVersion },
        'the cluster went back in time',
      );
      this.#position = null;
      return;
    }
    this.#proof.read(page.resourceVersion, at);
    this.#reach(this.#position);
  }

  #reach(position: string): void {
    this.#position = position;
    if (this.#proof.reached(position) && this.#proof.provenAt !== null)
      this.#outbox.putProof(position, this.#proof.provenAt);
  }

  /** Until the signal; what it cannot read ends the watch, so that one place deals with it. */
  async #probeAgain(signal: AbortSignal, endWatch: (reason: unknown) => void): Promise<void> {
    const { timing, onError } = this.#environment;
    while (!signal.aborted && this.#position !== null) {
      try {
        await pause(timing, PROBE_MS * (0.75 + timing.random() / 4), signal);
        await this.#probe(signal);
      } catch (error) {
        if (signal.aborted) return;
        if (toAppError(error).code.startsWith('cluster_')) return endWatch(error);
        onError(toAppError(error));
      }
    }
    endWatch(new Error('only a listing helps'));
  }

  async #watch(position: string, signal: AbortSignal): Promise<boolean> {
    const { client, timing, namespace, silenceMs, watchSeconds } = this.#environment;
    const stream = { opened: false, stable: false };
    const ending = new AbortController();
    const ended = Promise.withResolvers<void>();
    this.#stream = ended.promise;
    const cancels: (() => void)[] = [];
    const later = (ms: number, callback: () => void) => cancels.push(timing.after(ms, callback));
    const both = AbortSignal.any([signal, ending.signal]);
    const probing = this.#probeAgain(both, (reason) => ending.abort(reason));
    const timeoutSeconds = Math.floor(watchSeconds * (1 + timing.random()));
    const options = { namespace, resourceVersion: position, timeoutSeconds, silenceMs, timing, signal: both };
    try {
      const end = await watchKind(client.transport, this.#kind, options, {
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
          this.#outbox.putProblem(null);
          this.#outbox.putChange(change, resourceVersion);
          this.#reach(resourceVersion);
        },
        bookmark: (resourceVersion) => {
          this.#outbox.putProblem(null);
          this.#reach(resourceVersion);
        },
      });
      return this.#conclude(end, stream);
    } catch (error) {
      if (!signal.aborted && this.#position === null) return false;
      throw error;
    } finally {
      this.#stream = null;
      ended.resolve();
      for (const cancel of cancels) cancel();
      ending.abort(new Error('the watch has ended'));
      await probing;
    }
  }

  #conclude(end: WatchEnd, stream: { opened: boolean; stable: boolean }): boolean {
    const { log } = this.#environment;
    const { kind } = this.#kind;
    switch (end.kind) {
      case 'closed':
        log.info({ kind }, 'the watch is renewed');
        return stream.stable;
      case 'silent':
        // A server without bookmarks says nothing although the kind's version moves, a dead stream neither.
        if (this.#proof.isBehind) this.#position = null;
        log.info({ kind, listAgain: this.#proof.isBehind }, 'the watch is silent');
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
