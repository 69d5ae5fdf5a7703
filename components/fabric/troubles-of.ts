import { clusterFreshness, gitTrouble as gitDoubt, gitFreshness } from '#lib/contract/certainty.ts';
import type { FabricSummary, KindSummary } from '#lib/contract/fabric-summary.ts';
import type { HeldRevision } from '#lib/contract/readings.ts';
import { heldReasonText } from '#lib/domain/lifecycle/breaker.ts';

/** Something that keeps a fabric from being read, or what was read from being taken on. */
export interface Trouble {
  subject: string;
  message: string;
  since: string | null;
  means: string;
  /** What somebody can confirm; null where nothing waits for that. */
  held: HeldRevision | null;
}

const without = (sentence: string) => sentence.replace(/\.$/, '');

function gitTrouble({ git }: FabricSummary, now: number): Trouble | null {
  const { level, reason } = gitFreshness(git, now);
  if (level !== 'broken') return null;
  return {
    subject: 'Git cannot be read:',
    message: without(reason ?? 'no reason was given'),
    since: git.errorAt ?? git.readAt,
    means: `What Git wants is the last that was read; the next try is under way.${doubt(git, now)}`,
    held: null,
  };
}

/** What a Git side that proves nothing any more means for what is shown. */
function doubt(git: FabricSummary['git'], now: number): string {
  return gitDoubt(git, now) === null
    ? ''
    : ' What was compared with it is no proof any more, so states, differences and severities are unknown.';
}

function heldTrouble({ git }: FabricSummary, now: number): Trouble | null {
  const { held, revision } = git;
  if (held === null) return null;
  const { releasedBy } = held;
  const kept = `Everything stays at ${revision?.slice(0, 7) ?? 'what was read before'}`;
  return {
    subject: `${held.revision.slice(0, 7)} is held:`,
    message: heldReasonText(held),
    since: held.since,
    means:
      releasedBy === null
        ? `${kept} until they are let go or Git moves on: revert the commit to keep them.${doubt(git, now)}`
        : `Let go by ${releasedBy}; the next reading of Git takes it on.${doubt(git, now)}`,
    held: releasedBy === null ? held : null,
  };
}

function clusterTrouble({ cluster }: FabricSummary, now: number): Trouble | null {
  const { level, reason } = clusterFreshness(cluster, now);
  if (level !== 'broken') return null;
  return {
    subject: 'The cluster does not answer:',
    message: without(reason ?? 'no reason was given'),
    since: cluster.errorAt ?? cluster.observedThrough,
    means: 'Its resources are unknown until it does, not in sync.',
    held: null,
  };
}

const isUnreadable = ({ reading, counts }: KindSummary) =>
  reading !== null &&
  (reading.availability === 'forbidden' ||
    reading.availability === 'error' ||
    reading.availability === 'missing') &&
  Object.values(counts).some((count) => count > 0);

function kindTroubles({ kinds, cluster }: FabricSummary): Trouble[] {
  if (cluster.connection === 'failed') return [];
  return kinds.filter(isUnreadable).map(({ kind, reading }) => ({
    subject: `${kind} cannot be read:`,
    message: without(reading?.message ?? 'the cluster refused to list it'),
    since: null,
    means: 'Its resources are unknown until it can.',
    held: null,
  }));
}

/** Everything that keeps the fabric from being read now, what waits for somebody first. */
export function troublesOf(fabric: FabricSummary, now: number): Trouble[] {
  const sides = [heldTrouble(fabric, now), clusterTrouble(fabric, now), gitTrouble(fabric, now)];
  return [...sides.filter((trouble) => trouble !== null), ...kindTroubles(fabric)];
}
