import { clusterFreshness, gitFreshness } from '#lib/contract/certainty.ts';
import type { FabricSummary, KindSummary } from '#lib/contract/fabric-summary.ts';

/** Something that keeps a fabric from being read. */
export interface Trouble {
  subject: string;
  message: string;
  since: string | null;
  means: string;
}

const without = (sentence: string) => sentence.replace(/\.$/, '');

function gitTrouble({ git }: FabricSummary, now: number): Trouble | null {
  const { level, reason } = gitFreshness(git, now);
  if (level !== 'broken') return null;
  return {
    subject: 'Git cannot be read:',
    message: without(reason ?? 'no reason was given'),
    since: git.errorAt ?? git.readAt,
    means: 'What Git wants is the last that was read; the next try is under way.',
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
  }));
}

/** Everything that keeps the fabric from being read now. */
export function troublesOf(fabric: FabricSummary, now: number): Trouble[] {
  const sides = [clusterTrouble(fabric, now), gitTrouble(fabric, now)].filter((trouble) => trouble !== null);
  return [...sides, ...kindTroubles(fabric)];
}
