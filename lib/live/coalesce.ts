import type { FabricChange, LiveTopic } from '#lib/contract/live-frame.ts';

/** Gathers changes for a moment and hands them on as one, each fabric and topic once. */
export class Coalescer {
  readonly #wait: (then: () => void) => () => void;
  readonly #deliver: (changes: FabricChange[]) => void;
  #waiting = new Map<string, Set<LiveTopic>>();
  #cancel: (() => void) | null = null;

  constructor(wait: (then: () => void) => () => void, deliver: (changes: FabricChange[]) => void) {
    this.#wait = wait;
    this.#deliver = deliver;
  }

  add({ fabricId, topics }: FabricChange): void {
    const known = this.#waiting.get(fabricId) ?? new Set();
    for (const topic of topics) known.add(topic);
    this.#waiting.set(fabricId, known);
    this.#cancel ??= this.#wait(() => this.#flush());
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#waiting.clear();
  }

  #flush(): void {
    this.#cancel = null;
    const changes = [...this.#waiting].map(([fabricId, topics]) => ({ fabricId, topics: [...topics] }));
    this.#waiting = new Map();
    this.#deliver(changes);
  }
}
