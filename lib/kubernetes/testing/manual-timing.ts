import type { ObserverTiming } from '../observation.ts';

interface Timer {
  milliseconds: number;
  at: number;
  callback: () => void;
}

/** Timers that only move when told, and a database clock that counts how often it is asked. */
export class ManualTiming implements ObserverTiming {
  /** Milliseconds passed. */
  elapsed = 0;
  /** What the database clock says next; each question moves it on by one. */
  clock = 1_000;
  /** What `now()` rejects with; null for none. */
  clockFailure: Error | null = null;
  /** Every wait that was asked for, in order. */
  readonly waits: number[] = [];
  readonly #timers = new Set<Timer>();
  #onTimer: (() => void)[] = [];

  after = (milliseconds: number, callback: () => void): (() => void) => {
    const timer = { milliseconds, at: this.elapsed + milliseconds, callback };
    this.#timers.add(timer);
    this.waits.push(milliseconds);
    for (const notify of this.#onTimer.splice(0)) notify();
    return () => this.#timers.delete(timer);
  };

  now = async (): Promise<number> => {
    if (this.clockFailure !== null) throw this.clockFailure;
    return this.clock++;
  };

  random = (): number => 1;

  get running(): number {
    return this.#timers.size;
  }

  /** Lets time pass and calls what is due, in order. */
  advance(milliseconds: number): void {
    const until = this.elapsed + milliseconds;
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.elapsed = next.at;
      next.callback();
    }
    this.elapsed = until;
  }

  /** Resolves as soon as a timer of this length runs. */
  async waitFor(milliseconds: number): Promise<void> {
    while (![...this.#timers].some((timer) => timer.milliseconds === milliseconds))
      await new Promise<void>((resolve) => this.#onTimer.push(resolve));
  }
}
