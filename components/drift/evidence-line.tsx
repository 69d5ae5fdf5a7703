'use client';

import { Moment } from '#components/time/moment.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Mono } from '#components/ui/mono.tsx';
import type { Certainty } from '#lib/contract/certainty.ts';
import type { ResourceDetail } from '#lib/contract/resource-detail.ts';
import { evidenceText, isOpinionAwaited, scoreText } from './evidence-text.ts';
import { opinionText } from './opinion-text.ts';

interface Props {
  detail: ResourceDetail;
  /** Whether what differs may be said to differ now. */
  compared: Certainty;
}

/** How it is known: score and severity, commit and file, resourceVersion and generation, when each was read. */
export function EvidenceLine({ detail, compared }: Props) {
  const { desired, actual, git, kindReading, drift, opinion } = detail;
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      {drift !== null && <span>{scoreText(drift, compared)}</span>}
      <span>
        {desired === null ? (
          'Not in Git'
        ) : (
          <>
            Git {desired.commit !== null && <Mono>{desired.commit.slice(0, 7)}</Mono>}{' '}
            <Mono>{desired.path}</Mono>
            {desired.documentIndex > 0 && ` document ${desired.documentIndex + 1}`}
          </>
        )}
        {git.readAt !== null && (
          <>
            , read <Moment at={git.readAt} show="age" /> ago
          </>
        )}
      </span>
      <span>
        {actual === null ? (
          'Not in the cluster'
        ) : (
          <>
            Cluster rv <Mono>{actual.resourceVersion}</Mono> generation {actual.generation}
          </>
        )}
        {kindReading?.observedThrough != null && (
          <>
            , watched until <Moment at={kindReading.observedThrough} show="age" /> ago
          </>
        )}
      </span>
      {(opinion !== null || isOpinionAwaited(detail)) && (
        <span className="min-w-0 break-words">
          Dry run: {opinionText(opinion)}
          {opinion !== null && (
            <>
              , <Moment at={opinion.askedAt} show="age" /> ago
            </>
          )}
        </span>
      )}
      <CopyButton text={evidenceText(detail, compared)} what="the evidence" className="ml-auto self-center" />
    </div>
  );
}
