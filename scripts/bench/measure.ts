import { cpus } from 'node:os';

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1] ?? sorted[middle] ?? 0, sorted[middle] ?? 0];
  return sorted.length % 2 === 0 ? (low + high) / 2 : high;
}

/** One way to do the thing that is measured. */
export interface Candidate {
  name: string;
  /** Does it once; returns the milliseconds that count, so that preparation does not. */
  run(): Promise<number>;
}

/**
 * Runs candidate and floor in turn (A B A B …), so that a machine that slows down slows both, and gives the medians and
 * the median of the ratios pair by pair.
 */
export async function interleave(candidate: Candidate, floor: Candidate, rounds: number) {
  await candidate.run();
  await floor.run();
  const pairs: { candidate: number; floor: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    pairs.push({ candidate: await candidate.run(), floor: await floor.run() });
  }
  return {
    [candidate.name]: `${median(pairs.map((pair) => pair.candidate)).toFixed(1)} ms`,
    [floor.name]: `${median(pairs.map((pair) => pair.floor)).toFixed(1)} ms`,
    ratio: Number(median(pairs.map((pair) => pair.candidate / pair.floor)).toFixed(2)),
    rounds,
  };
}

/** The machine a figure was measured on, in one line. */
export function machineLine(): string {
  const [cpu] = cpus();
  return `${cpu?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}, ${process.platform}`;
}

/** Milliseconds that a piece of work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
