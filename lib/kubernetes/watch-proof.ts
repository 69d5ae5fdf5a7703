import type { Instant } from '#lib/domain/lifecycle/facts.ts';
import { compareResourceVersions } from '#lib/domain/lifecycle/observe-cluster.ts';

/**
 * Until when a watch is known to have delivered everything. That something arrives proves nothing: a stream may lag.
 * Proof takes both: a read that began at `at` said that the kind was at some version, and the watch has come that far.
 */
export class WatchProof {
  #provenAt: Instant | null = null;
  /** Reads that the watch has not caught up with, oldest first. */
  #reads: { resourceVersion: string; at: Instant }[] = [];

  /** Database time; null before the first listing. */
  get provenAt(): Instant | null {
    return this.#provenAt;
  }

  /** Whether the watch has still to show that it came as far as a read. */
  get isBehind(): boolean {
    return this.#reads.length > 0;
  }

  /** A complete listing that began at `at`: from here on the watch goes on. */
  listed(at: Instant): void {
    this.#provenAt = at;
    this.#reads = [];
  }

  /** A read that began at `at` gave this version of the kind. */
  read(resourceVersion: string, at: Instant): void {
    this.#reads.push({ resourceVersion, at });
  }

  /** The watch has delivered everything up to this version. Whether that proved something new. */
  reached(position: string): boolean {
    const proven = this.#reads.filter(
      ({ resourceVersion }) => compareResourceVersions(resourceVersion, position) <= 0,
    );
    const latest = proven.at(-1);
    if (latest === undefined) return false;
    this.#provenAt = latest.at;
    this.#reads = this.#reads.filter((read) => !proven.includes(read));
    return true;
  }
}
