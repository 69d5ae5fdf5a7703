import type { Instant } from '#lib/domain/lifecycle/facts.ts';
import { toAppError } from '#lib/errors.ts';
import type { KindUnavailable, ListedSnapshot, ObservedChange, ServedKind } from './observation.ts';
import type { ObserverEnvironment } from './observer-environment.ts';
import { createBackoff, pause } from './retry.ts';

/** Told once the sink has taken a snapshot, or that it never will. */
export interface SnapshotWaiter {
  resolve(): void;
  reject(error: unknown): void;
}

interface PendingSnapshot {
  snapshot: ListedSnapshot;
  waiters: readonly SnapshotWaiter[];
}

function sameProblem(a: KindUnavailable | null, b: KindUnavailable | null): boolean {
  return a?.reason === b?.reason && a?.message === b?.message;
}

/**
 * What one kind still has to tell the sink: the newest snapshot, then the last change of each key since, the mark, the availability.
 * One call at a time, repeated until it succeeds; what arrives meanwhile gathers here, so memory is bounded by the kind's objects.
 */
export class KindOutbox {
  kind: ServedKind;
  readonly #environment: ObserverEnvironment;
  readonly #ended = new AbortController();
  #snapshot: PendingSnapshot | null = null;
  #changes = new Map<string, ObservedChange>();
  /** The newest version seen, null before the first. */
  #seen: string | null = null;
  /** Until when nothing is missing, null before the first listing; and what the sink knows of that. */
  #provenAt: Instant | null = null;
  #toldProof: Instant | null = null;
  #wanted: KindUnavailable | null = null;
  #toldProblem: KindUnavailable | null = null;
  #pumping: Promise<void> | null = null;
  #cancelWindow: (() => void) | null = null;

  constructor(kind: ServedKind, environment: ObserverEnvironment) {
    this.kind = kind;
    this.#environment = environment;
  }

  /** Supersedes everything that was seen before. */
  putSnapshot(snapshot: ListedSnapshot, waiters: readonly SnapshotWaiter[]): void {
    this.#snapshot = { snapshot, waiters: [...(this.#snapshot?.waiters ?? []), ...waiters] };
    this.#changes = new Map();
    this.#seen = snapshot.resourceVersion;
    this.#provenAt = snapshot.startedAt;
    this.#wanted = null;
    this.#pump();
  }

  putChange(change: ObservedChange, resourceVersion: string): void {
    const { namespace = '', name } = change.object.metadata;
    const key = `${namespace}/${name}`;
    this.#changes.delete(key);
    this.#changes.set(key, change);
    this.#seen = resourceVersion;
    this.#openWindow();
  }

  /** Everything up to this version has been put, and nothing up to this time is missing. */
  putProof(resourceVersion: string, provenAt: Instant): void {
    this.#seen = resourceVersion;
    this.#provenAt = provenAt;
    this.#openWindow();
  }

  /** Null: the kind is observable again. */
  putProblem(problem: KindUnavailable | null): void {
    if (problem !== null && !sameProblem(problem, this.#wanted))
      this.#environment.log.warn(
        { kind: this.kind.kind, ...problem },
        'the kind cannot be observed at the moment',
      );
    this.#wanted = problem;
    this.#pump();
  }

  /** Takes nothing more. With `deliver` what is pending is tried once more; resolves when no call is running. */
  async end({ deliver }: { deliver: boolean }): Promise<void> {
    this.#cancelWindow?.();
    this.#cancelWindow = null;
    this.#ended.abort(new Error('the kind is no longer observed'));
    await this.#pumping;
    if (deliver)
      try {
        while (this.#isDue()) await this.#environment.oneCall(() => this.#deliverNext());
      } catch (error) {
        this.#report(error);
      }
    for (const waiter of this.#snapshot?.waiters ?? []) waiter.reject(this.#ended.signal.reason);
  }

  #openWindow(): void {
    this.#cancelWindow ??= this.#environment.timing.after(this.#environment.coalesceMs, () => {
      this.#cancelWindow = null;
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#pumping !== null || this.#ended.signal.aborted) return;
    this.#pumping = this.#run().finally(() => {
      this.#pumping = null;
      // Something may have become due after the last look.
      if (this.#isDue()) this.#pump();
    });
  }

  async #run(): Promise<void> {
    const { timing } = this.#environment;
    const backoff = createBackoff({ baseMs: 250, maxMs: 30_000, random: timing.random });
    while (this.#isDue() && !this.#ended.signal.aborted) {
      try {
        await this.#environment.oneCall(async () => {
          if (!this.#ended.signal.aborted) await this.#deliverNext();
        });
        backoff.reset();
      } catch (error) {
        this.#report(error);
        await pause(timing, backoff.next(), this.#ended.signal).catch(() => undefined);
      }
    }
  }

  #report(error: unknown): void {
    this.#environment.log.warn(
      { kind: this.kind.kind, err: error },
      'what was seen could not be handed over',
    );
    this.#environment.onError(toAppError(error));
  }

  get #hasMoved(): boolean {
    // Changes only mean something after a listing.
    return this.#provenAt !== null && (this.#changes.size > 0 || this.#provenAt !== this.#toldProof);
  }

  #isDue(): boolean {
    // An open window means that changes are still gathering.
    const gathering = this.#cancelWindow !== null;
    return (
      this.#snapshot !== null ||
      (this.#hasMoved && !gathering) ||
      !sameProblem(this.#wanted, this.#toldProblem)
    );
  }

  #deliverNext(): Promise<void> {
    if (this.#snapshot !== null) return this.#deliverSnapshot(this.#snapshot);
    if (this.#hasMoved) return this.#deliverChanges();
    return this.#deliverAvailability();
  }

  async #deliverSnapshot(pending: PendingSnapshot): Promise<void> {
    await this.#environment.sink.listed(this.kind, pending.snapshot);
    for (const waiter of pending.waiters) waiter.resolve();
    this.#toldProblem = null;
    if (this.#snapshot !== pending) return;
    this.#snapshot = null;
    this.#toldProof = pending.snapshot.startedAt;
  }

  async #deliverChanges(): Promise<void> {
    const { sink, timing } = this.#environment;
    // Asked before taking: the mark must not be later than what is still on its way.
    const receivedAt = await timing.now();
    const resourceVersion = this.#seen;
    const provenAt = this.#provenAt;
    if (this.#snapshot !== null || resourceVersion === null || provenAt === null) return;
    const batch = this.#changes;
    this.#changes = new Map();
    const mark = { resourceVersion, receivedAt, provenAt };
    try {
      if (batch.size === 0) await sink.advanced(this.kind, mark);
      else await sink.changed(this.kind, [...batch.values()], mark);
    } catch (error) {
      this.#putBack(batch);
      throw error;
    }
    if (this.#snapshot === null) this.#toldProof = provenAt;
  }

  /** What has come since wins by key; a snapshot since supersedes all of it. */
  #putBack(batch: ReadonlyMap<string, ObservedChange>): void {
    if (this.#snapshot !== null) return;
    const missing = [...batch].filter(([key]) => !this.#changes.has(key));
    this.#changes = new Map([...missing, ...this.#changes]);
  }

  async #deliverAvailability(): Promise<void> {
    const { sink } = this.#environment;
    const problem = this.#wanted;
    if (problem === null) await sink.resumed(this.kind);
    else await sink.unavailable(this.kind, problem);
    this.#toldProblem = problem;
  }
}
