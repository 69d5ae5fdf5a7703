'use client';

import { TriangleAlert } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useNow } from '#components/time/clock.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/button.tsx';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import type { HeldRevision } from '#lib/contract/readings.ts';
import { type Trouble, troublesOf } from './troubles-of.ts';

const ReleaseSheet = dynamic(() => import('./release-sheet.tsx').then((module) => module.ReleaseSheet));

/** What keeps the fabric from being read, and what that means for what is shown. */
export function FabricTroubles({ fabric }: { fabric: FabricSummary }) {
  const troubles = troublesOf(fabric, useNow(10));
  if (troubles.length === 0) return null;
  return (
    <ul className="mb-4 space-y-2" aria-live="polite">
      {troubles.map((trouble) => (
        <TroubleLine key={trouble.subject} trouble={trouble} fabric={fabric} />
      ))}
    </ul>
  );
}

interface LineProps {
  trouble: Trouble;
  fabric: FabricSummary;
}

function TroubleLine({ trouble: { subject, message, since, means, held }, fabric }: LineProps) {
  return (
    <li className="flex flex-wrap items-start sm:flex-nowrap gap-2.5 rounded-panel border border-line-strong bg-panel px-3.5 py-2">
      <TriangleAlert aria-hidden size={14} className="mt-0.5 shrink-0 text-critical" />
      <p className="min-w-0 flex-1 break-words">
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
      {held !== null && fabric.status !== 'decommissioned' && <Release fabric={fabric} held={held} />}
    </li>
  );
}

function Release({ fabric, held }: { fabric: FabricSummary; held: HeldRevision }) {
  // What is confirmed is what was read when the sheet opened, whatever is held by then.
  const [asked, setAsked] = useState<HeldRevision | null>(null);
  return (
    <>
      <Button emphasis="danger" className="max-sm:w-full" onClick={() => setAsked(held)}>
        Let {held.removed} documents go…
      </Button>
      {asked !== null && <ReleaseSheet fabric={fabric} held={asked} onClose={() => setAsked(null)} />}
    </>
  );
}
