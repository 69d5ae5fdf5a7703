import { AppError, toAppError } from '#lib/errors.ts';
import type { ClusterClient } from './cluster-client.ts';
import { KindObserver } from './kind-observer.ts';
import type {
  ClusterIdentity,
  ClusterObserver,
  ClusterSink,
  DirectReadings,
  ObjectKey,
  ObserverLog,
  ObserverTiming,
  ServedKind,
} from './observation.ts';
import { kindKey } from './observation.ts';
import type { ObserverEnvironment } from './observer-environment.ts';
import { readDirectly } from './read-directly.ts';
import { createBackoff, createLimiter, pause } from './retry.ts';

type KindName = Pick<ServedKind, 'group' | 'kind'>;

export interface ObserveOptions {
  /** Closed by the caller, after the observer. */
  client: ClusterClient;
  sink: ClusterSink;
  /** Which of the served kinds are observed. */
  admits(kind: KindName): boolean;
  timing: ObserverTiming;
  log: ObserverLog;
  /** Hears of failures that concern no single kind: the cluster cannot be asked what it serves, or the sink or the clock failed. All are tried again. */
  onError(error: AppError): void;
  /** Observes one namespace only; all by default. */
  namespace?: string | null;
  /** How long changes gather before they are handed over, in milliseconds; 50 by default. */
  coalesceMs?: number;
  /** Silence after which a watch is renewed, in milliseconds; 150,000 by default (a bookmark comes every minute). */
  silenceMs?: number;
  /** Seconds after which the server is asked to end a watch, at least; 300 by default. */
  watchSeconds?: number;
  /** Time between two looks at the CRDs, in milliseconds; 15,000 by default. */
  discoverEveryMs?: number;
}

interface Known {
  kinds: ServedKind[];
  identity: ClusterIdentity;
}

function nameOf({ group, kind }: KindName): string {
  return `${kind}.${group}`;
}

function signatureOf(kind: ServedKind): string {
  const { version, plural, namespaced, servedVersions, shortNames, crd } = kind;
  return JSON.stringify([version, plural, namespaced, servedVersions, shortNames, crd?.uid, crd?.generation]);
}

function sameKnown(a: Known, b: Known): boolean {
  const text = ({ kinds, identity }: Known) =>
    JSON.stringify([identity, kinds.map((kind) => [nameOf(kind), signatureOf(kind)])]);
  return text(a) === text(b);
}

class RunningObserver implements ClusterObserver {
  readonly #options: ObserveOptions;
  readonly #environment: ObserverEnvironment;
  readonly #stopped = new AbortController();
  readonly #running: Promise<void>;
  readonly #observers = new Map<string, KindObserver>();
  readonly #ending = new Set<Promise<void>>();
  #admits: (kind: KindName) => boolean;
  #known: Known | null = null;
  #failed = false;
  #interrupt = new AbortController();
  #waiters: { resolve(): void; reject(error: unknown): void }[] = [];

  constructor(options: ObserveOptions) {
    const { client, sink, timing, log } = options;
    this.#options = options;
    this.#admits = options.admits;
    this.#environment = {
      client,
      sink,
      timing,
      log,
      onError: (error) => options.onError(error),
      namespace: options.namespace ?? null,
      coalesceMs: options.coalesceMs ?? 50,
      silenceMs: options.silenceMs ?? 150_000,
      watchSeconds: options.watchSeconds ?? 300,
      oneCall: createLimiter(1),
      fewListings: createLimiter(2),
      lookAgain: () => this.#interrupt.abort(new Error('a kind is missing')),
    };
    this.#running = this.#run();
  }

  setKinds(admits: (kind: KindName) => boolean): void {
    this.#admits = admits;
    if (this.#known !== null) this.#adjust(this.#known.kinds);
  }

  async relist(kind: KindName): Promise<void> {
    const observer = this.#observers.get(nameOf(kind));
    if (observer === undefined)
      throw new AppError('not_found', `${kind.kind} is not observed in this cluster. Manage the kind first.`);
    await observer.relist();
  }

  async readNow(kind: KindName, keys: readonly ObjectKey[]): Promise<DirectReadings> {
    const served = this.#known?.kinds.find((each) => nameOf(each) === nameOf(kind));
    if (served === undefined)
      throw new AppError('not_found', `The cluster does not serve ${kind.kind}. Check its CRDs.`);
    const { client, timing } = this.#environment;
    return readDirectly(client, timing, served, keys, this.#stopped.signal);
  }

  rediscover(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#stopped.signal.aborted) return reject(this.#stopped.signal.reason);
      this.#waiters.push({ resolve, reject });
      this.#interrupt.abort(new Error('wanted'));
    });
  }

  async close(): Promise<void> {
    this.#stopped.abort(new AppError('conflict', 'The cluster is no longer observed. Ask again later.'));
    await this.#running;
    const stops = [...this.#observers.values()].map((observer) => observer.stop({ deliver: false }));
    this.#observers.clear();
    await Promise.all([...stops, ...this.#ending]);
  }

  async #run(): Promise<void> {
    const { timing, onError, log } = this.#environment;
    const stopped = this.#stopped.signal;
    const every = this.#options.discoverEveryMs ?? 15_000;
    const backoff = createBackoff({ baseMs: 500, maxMs: every, random: timing.random });
    while (!stopped.aborted) {
      this.#interrupt = new AbortController();
      const signal = AbortSignal.any([stopped, this.#interrupt.signal]);
      const waiters = this.#waiters.splice(0);
      let wait = every * (0.8 + timing.random() * 0.4);
      try {
        await this.#discover();
        backoff.reset();
        for (const waiter of waiters) waiter.resolve();
      } catch (error) {
        for (const waiter of waiters) waiter.reject(error);
        if (stopped.aborted) break;
        log.warn({ err: error }, 'the cluster cannot be asked what it serves');
        onError(toAppError(error));
        this.#failed = true;
        wait = backoff.next();
      }
      await pause(timing, wait, signal).catch(() => undefined);
    }
    for (const waiter of this.#waiters.splice(0)) waiter.reject(stopped.reason);
  }

  async #discover(): Promise<void> {
    const { client, sink, oneCall } = this.#environment;
    const { signal } = this.#stopped;
    const before = this.#known;
    const known = { identity: await client.identity(signal), kinds: await client.discover(signal) };
    if (before === null || this.#failed || !sameKnown(before, known))
      await oneCall(() => sink.discovered(known.kinds, { identity: known.identity }));
    this.#known = known;
    this.#adjust(known.kinds);
    for (const observer of this.#observers.values()) {
      // Versions of another cluster mean nothing here, so nothing can be gone on with.
      if (before !== null && before.identity.uid !== known.identity.uid)
        observer.relist().catch(() => undefined);
      else if (this.#failed) observer.hurry();
    }
    this.#failed = false;
  }

  #adjust(kinds: readonly ServedKind[]): void {
    const served = new Set(kinds.map(nameOf));
    const wanted = new Map(kinds.filter((kind) => this.#admits(kind)).map((kind) => [nameOf(kind), kind]));
    for (const [name, observer] of this.#observers) {
      if (wanted.has(name)) continue;
      this.#observers.delete(name);
      this.#leave(observer, served.has(name));
    }
    for (const [name, kind] of wanted) {
      const observer = this.#observers.get(name);
      if (observer === undefined) this.#observers.set(name, new KindObserver(kind, this.#environment));
      else if (signatureOf(observer.kind) !== signatureOf(kind)) observer.replaceKind(kind);
    }
  }

  #leave(observer: KindObserver, stillServed: boolean): void {
    const { sink, oneCall, onError } = this.#environment;
    const { kind } = observer;
    const message = `The cluster does not serve ${kindKey(kind)} any more: its CRD is gone.`;
    const ending = observer
      .stop({ deliver: !stillServed })
      .then(() =>
        stillServed ? undefined : oneCall(() => sink.unavailable(kind, { reason: 'missing', message })),
      )
      .catch((error: unknown) => onError(toAppError(error)))
      .finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }
}

/** Observes a cluster until closed: looks at its CRDs again and again, and keeps every admitted kind listed and watched. */
export function observeCluster(options: ObserveOptions): ClusterObserver {
  return new RunningObserver(options);
}
