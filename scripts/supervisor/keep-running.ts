/** A process that was started, whatever kind it is. */
export interface Running {
  readonly pid: number;
  /** How it ended, for people. */
  readonly exited: Promise<string>;
  stop(): Promise<void>;
}

export interface Service {
  readonly name: string;
  start(): Promise<Running>;
}

export interface KeepRunningPolicy {
  /** A process that ran this long had started well: its end does not count towards giving up. */
  readonly steadyMilliseconds: number;
  /** So many quick ends in a row are the last. */
  readonly quickEnds: number;
  /** Waits before the next attempt; resolves early when `signal` aborts. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
  now(): number;
}

export interface Keeper {
  /** The process that runs at present. */
  current(): Running | null;
  /** Ends it for good; resolves when it is gone. */
  stop(): Promise<void>;
}

export interface KeeperEvents {
  started(running: Running): void;
  /** Once for every unwanted end. */
  ended(sentence: string): void;
  /** The service cannot be kept running. */
  gaveUp(sentence: string): void;
}

const LONGEST_PAUSE = 30_000;

/** Starts a service, and again whenever it ends unasked, with pauses that double; gives up after many quick ends in a row. */
export function keepRunning(service: Service, policy: KeepRunningPolicy, events: KeeperEvents): Keeper {
  const stopping = new AbortController();
  let running: Running | null = null;

  async function once(): Promise<string> {
    try {
      running = await service.start();
      // Asked to stop while it was starting: nobody else knows of this process yet.
      if (stopping.signal.aborted) await running.stop();
      else events.started(running);
      return await running.exited;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      running = null;
    }
  }

  async function loop(): Promise<void> {
    let quickEnds = 0;
    while (!stopping.signal.aborted) {
      const startedAt = policy.now();
      const how = await once();
      if (stopping.signal.aborted) return;
      quickEnds = policy.now() - startedAt < policy.steadyMilliseconds ? quickEnds + 1 : 0;
      if (quickEnds >= policy.quickEnds) {
        events.gaveUp(`The ${service.name} ended ${quickEnds} times right after its start (${how}).`);
        return;
      }
      const pause = Math.min(LONGEST_PAUSE, 500 * 2 ** quickEnds);
      events.ended(`The ${service.name} ended (${how}); starting it again in ${pause / 1000} s.`);
      await policy.pause(pause, stopping.signal);
    }
  }

  const done = loop();
  return {
    current: () => running,
    async stop() {
      stopping.abort();
      await running?.stop();
      await done;
    },
  };
}
