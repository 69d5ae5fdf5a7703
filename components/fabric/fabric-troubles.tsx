'use client';

import { TriangleAlert } from 'lucide-react';
import { useNow } from '#components/time/clock.tsx';
import { Moment } from '#components/time/moment.tsx';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import { type Trouble, troublesOf } from './troubles-of.ts';

/** What keeps the fabric from being read, and what that means for what is shown. */
export function FabricTroubles({ fabric }: { fabric: FabricSummary }) {
  const troubles = troublesOf(fabric, useNow(10));
  if (troubles.length === 0) return null;
  return (
    <ul className="mb-4 space-y-2" aria-live="polite">
      {troubles.map((trouble) => (
        <TroubleLine key={trouble.subject} trouble={trouble} />
      ))}
    </ul>
  );
}

function TroubleLine({ trouble: { subject, message, since, means } }: { trouble: Trouble }) {
  return (
    <li className="flex items-start gap-2.5 rounded-panel border border-line-strong bg-panel px-3.5 py-2">
      <TriangleAlert aria-hidden size={14} className="mt-0.5 shrink-0 text-critical" />
      <p className="min-w-0 break-words">
        <span className="font-medium">{subject}</span>{' '}
        <span className="text-ink-2">
          {message}
          {since !== null && (
            <>
              , since <Moment at={since} />
            </>
          )}
          . {means}
        </span>
      </p>
    </li>
  );
}
