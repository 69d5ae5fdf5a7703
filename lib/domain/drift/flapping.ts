import type { Instant } from '../lifecycle/facts.ts';

/** Onsets less than this apart belong together; a resource that was quiet for as long flaps no more. */
export const FLAPPING_WINDOW_MS = 3_600_000;
/** So many onsets within the window are flapping. */
export const FLAPPING_ONSETS = 3;
/** How many onsets are remembered. */
export const REMEMBERED_ONSETS = 10;

/** The onsets with another one: those before it that an hour's quiet parts from it are forgotten. */
export function rememberOnset(onsets: readonly Instant[], onset: Instant): Instant[] {
  const last = onsets.at(-1);
  const related = last !== undefined && onset - last < FLAPPING_WINDOW_MS ? onsets : [];
  return [...related, onset].slice(-REMEMBERED_ONSETS);
}

/** What was measured of a resource that flaps: how often it began to drift from the first to the last remembered time. */
export interface Flapping {
  times: number;
  first: Instant;
  last: Instant;
  /** When it is calm again if it stays quiet. */
  until: Instant;
}

/** How a resource with these remembered onsets flaps; null when it does not. */
export function flappingOf(onsets: readonly Instant[], now: Instant): Flapping | null {
  const until = flappingUntil(onsets, now);
  const [first, last] = [onsets[0], onsets.at(-1)];
  if (until === null || first === undefined || last === undefined) return null;
  return { times: onsets.length, first, last, until };
}

/**
 * Until when a resource with these remembered onsets counts as flapping if it stays quiet; null when it does not flap.
 * It began to drift three times within an hour at some time, and has not been quiet for an hour since.
 */
export function flappingUntil(onsets: readonly Instant[], now: Instant): Instant | null {
  const last = onsets.at(-1);
  if (last === undefined || now >= last + FLAPPING_WINDOW_MS) return null;
  const dense = onsets.some((onset, index) => {
    const third = onsets[index + FLAPPING_ONSETS - 1];
    return third !== undefined && third - onset < FLAPPING_WINDOW_MS;
  });
  return dense ? last + FLAPPING_WINDOW_MS : null;
}
