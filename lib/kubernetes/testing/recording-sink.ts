import type {
  ClusterIdentity,
  ClusterSink,
  KindUnavailable,
  ListedSnapshot,
  ObservedChange,
  ObservedMark,
  ServedKind,
} from '../observation.ts';

/** One call of the sink. */
export type SinkCall =
  | { method: 'discovered'; kinds: readonly ServedKind[]; identity: ClusterIdentity }
  | { method: 'listed'; kind: ServedKind; snapshot: ListedSnapshot }
  | { method: 'changed'; kind: ServedKind; batch: readonly ObservedChange[]; mark: ObservedMark }
  | { method: 'advanced'; kind: ServedKind; mark: ObservedMark }
  | { method: 'unavailable'; kind: ServedKind; problem: KindUnavailable }
  | { method: 'resumed'; kind: ServedKind };

export type SinkMethod = SinkCall['method'];

/** A sink that keeps what it was told, and what it then believes to exist: kind → `namespace/name` → version. */
export class RecordingSink implements ClusterSink {
  readonly calls: SinkCall[] = [];
  readonly believed = new Map<string, Map<string, string>>();
  /** The most calls that ever ran at once. */
  mostAtOnce = 0;
  /** Awaited in every call, before it succeeds; throwing makes the call fail. */
  onCall: (call: SinkCall) => void | Promise<void> = () => undefined;
  #running = 0;
  #waiting: { wanted: () => boolean; resolve: () => void }[] = [];

  discovered(kinds: readonly ServedKind[], { identity }: { identity: ClusterIdentity }): Promise<void> {
    return this.#record({ method: 'discovered', kinds, identity });
  }

  listed(kind: ServedKind, snapshot: ListedSnapshot): Promise<void> {
    return this.#record({ method: 'listed', kind, snapshot });
  }

  changed(kind: ServedKind, batch: readonly ObservedChange[], mark: ObservedMark): Promise<void> {
    return this.#record({ method: 'changed', kind, batch, mark });
  }

  advanced(kind: ServedKind, mark: ObservedMark): Promise<void> {
    return this.#record({ method: 'advanced', kind, mark });
  }

  unavailable(kind: ServedKind, problem: KindUnavailable): Promise<void> {
    return this.#record({ method: 'unavailable', kind, problem });
  }

  resumed(kind: ServedKind): Promise<void> {
    return this.#record({ method: 'resumed', kind });
  }

  /** Resolves as soon as this holds, looked at after every call. */
  until(wanted: () => boolean): Promise<void> {
    if (wanted()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ wanted, resolve }));
  }

  /** The calls of this method, of one kind or of all. */
  of<M extends SinkMethod>(method: M, kind?: string): Extract<SinkCall, { method: M }>[] {
    const isWanted = (call: SinkCall): call is Extract<SinkCall, { method: M }> =>
      call.method === method && (kind === undefined || ('kind' in call && call.kind.kind === kind));
    return this.calls.filter(isWanted);
  }

  /** What the sink believes of a kind, sorted. */
  objectsOf(kind: string): string[] {
    return [...(this.believed.get(kind) ?? [])].map(([key, version]) => `${key}@${version}`).sort();
  }

  async #record(call: SinkCall): Promise<void> {
    this.#running++;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#running);
    try {
      await this.onCall(call);
      this.calls.push(call);
      this.#believe(call);
    } finally {
      this.#running--;
      const done = this.#waiting.filter(({ wanted }) => wanted());
      this.#waiting = this.#waiting.filter((waiting) => !done.includes(waiting));
      for (const { resolve } of done) resolve();
    }
  }

  #believe(call: SinkCall): void {
    if (call.method === 'listed') {
      const objects = call.snapshot.pages.flat();
      this.believed.set(
        call.kind.kind,
        new Map(
          objects.map(({ metadata }) => [
            `${metadata.namespace}/${metadata.name}`,
            metadata.resourceVersion ?? '',
          ]),
        ),
      );
    }
    if (call.method !== 'changed') return;
    const known = this.believed.get(call.kind.kind) ?? new Map<string, string>();
    for (const { type, object } of call.batch) {
      const key = `${object.metadata.namespace}/${object.metadata.name}`;
      if (type === 'delete') known.delete(key);
      else known.set(key, object.metadata.resourceVersion ?? '');
    }
    this.believed.set(call.kind.kind, known);
  }
}
