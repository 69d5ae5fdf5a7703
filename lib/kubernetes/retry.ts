import type { ObserverTiming } from './observation.ts';

/** Waits that grow and spread. */
export interface Backoff {
  /** The next wait, in milliseconds. */
  next(): number;
  reset(): void;
}

/** Doubles from `baseMs` to `maxMs`; every wait is between half and the whole of that, so that many clients do not move in step. */
export function createBackoff(options: { baseMs: number; maxMs: number; random: () => number }): Backoff {
  let failures = 0;
  return {
    next() {
      const whole = Math.min(options.baseMs * 2 ** failures, options.maxMs);
      failures++;
      return Math.round(whole * (0.5 + options.random() / 2));
    },
    reset() {
      failures = 0;
    },
  };
}

/** Waits on the injected timers; rejects with the signal's reason as soon as it is aborted. */
export function pause(
  timing: Pick<ObserverTiming, 'after'>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const abort = () => {
      cancel();
      reject(signal.reason);
    };
    const cancel = timing.after(milliseconds, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    signal.addEventListener('abort', abort, { once: true });
  });
}

/** Runs at most `limit` tasks at a time, the others in order of arrival. With a limit of one it is a lock. */
export function createLimiter(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
