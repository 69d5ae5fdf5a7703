'use client';

import { ageText } from '#components/time/age-text.ts';
import { useNow } from '#components/time/clock.tsx';
import { classNames } from '#components/ui/class-names.ts';
import {
  clusterFreshness,
  type Freshness,
  type FreshnessLevel,
  gitFreshness,
} from '#lib/contract/certainty.ts';
import type { ClusterReading, GitReading } from '#lib/contract/readings.ts';

const DOTS: Record<FreshnessLevel, string> = {
  live: 'rounded-full bg-synced',
  late: 'rounded-full bg-pending',
  held: 'bg-pending',
  broken: 'bg-critical',
  never: 'rounded-full border border-unknown',
};

interface MarkProps {
  freshness: Freshness;
  live: string;
  subject?: string;
}

/** A dot and an age; a square and the reason when it is broken. */
function Mark({ freshness: { level, ageSeconds, reason }, live, subject }: MarkProps) {
  const age = ageSeconds === null ? '' : ageText(ageSeconds);
  const words: Record<FreshnessLevel, string> = {
    live,
    late: `${age} ago`,
    held: `kept, ${reason}`,
    broken: age === '' ? (reason ?? 'not readable') : `no answer for ${age}`,
    never: 'not read yet',
  };
  return (
    <span
      title={reason ?? undefined}
      className={classNames(
        'inline-flex min-w-0 max-w-full items-center gap-1.5 text-sm',
        level === 'broken'
          ? 'text-critical'
          : level === 'late' || level === 'held'
            ? 'text-pending'
            : 'text-ink-2',
      )}
    >
      <span aria-hidden className={classNames('size-1.5 shrink-0', DOTS[level])} />
      <span className="truncate">
        {subject && `${subject} `}
        {words[level]}
      </span>
    </span>
  );
}

export function GitFreshness({ git, subject }: { git: GitReading; subject?: string }) {
  const now = useNow();
  const freshness = gitFreshness(git, now);
  const live = freshness.ageSeconds === null ? '' : `${ageText(freshness.ageSeconds)} ago`;
  return <Mark freshness={freshness} live={live} {...(subject !== undefined && { subject })} />;
}

export function ClusterFreshness({ cluster, subject }: { cluster: ClusterReading; subject?: string }) {
  const freshness = clusterFreshness(cluster, useNow());
  return <Mark freshness={freshness} live="live" {...(subject !== undefined && { subject })} />;
}
