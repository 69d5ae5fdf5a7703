import type { ObserverTiming } from './observation.ts';

/** The timers and chance of the process; database time is the caller's to add. */
export const realTiming: Pick<ObserverTiming, 'after' | 'random'> = {
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
