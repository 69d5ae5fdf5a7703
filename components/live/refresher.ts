import type { FabricChange, LiveTopic } from '#lib/contract/live-frame.ts';

/** What has to be asked again: everything, or what these changes touch. */
export type Stale = 'everything' | FabricChange[];

/**
 * Asks again for what is stale, one round at a time: what becomes stale during a round waits for the next, so that a
 * busy fabric neither starts a thousand requests nor cancels them before they end.
 */
export class Refresher {
  readonly #refetch: (stale: Stale) => Promise<void>;
  #everything = false;
  #waiting = new Map<string, Set<LiveTopic>>();
  #running = false;

  constructor(refetch: (stale: Stale) => Promise<void>) {
    this.#refetch = refetch;
  }

  add(stale: Stale): void {
    if (stale === 'everything') this.#everything = true;
    else {
      for (const { fabricId, topics } of stale) {
        const known = this.#waiting.get(fabricId) ?? new Set();
        for (const topic of topics) known.add(topic);
        this.#waiting.set(fabricId, known);
      }
    }
    if (!this.#running) void this.#run();
  }

  #take(): Stale | null {
    const changes = [...this.#waiting].map(([fabricId, topics]) => ({ fabricId, topics: [...topics] }));
    const everything = this.#everything;
    this.#everything = false;
    this.#waiting = new Map();
    if (everything) return 'everything';
    return changes.length === 0 ? null : changes;
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let stale = this.#take(); stale !== null; stale = this.#take()) {
      // A question that fails shows its own problem; the next round asks it again.
      await this.#refetch(stale).catch(() => {});
    }
    this.#running = false;
  }
}
