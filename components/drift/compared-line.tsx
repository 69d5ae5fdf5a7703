'use client';

import { hiddenText } from '#components/rule/rule-words.ts';
import { ageWords } from '#components/time/age-text.ts';
import { useNow } from '#components/time/clock.tsx';
import { Moment } from '#components/time/moment.tsx';
import { comparedNow } from '#lib/contract/compared-now.ts';
import type { DriftSummary } from '#lib/contract/fabric-drift.ts';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';

interface Props {
  fabric: FabricSummary;
  compared: DriftSummary['compared'];
}

/** "54 of 60 resources compared equal 4 s ago; 0 could not be compared." */
export function ComparedLine({ fabric, compared }: Props) {
  const { total, equal, suspected, uncompared, counts, provenAt } = comparedNow(compared, fabric, useNow(10));
  return (
    <p>
      In sync means proven. {equal} of {total} {total === 1 ? 'resource' : 'resources'} compared equal
      {counts.ignored > 0 && `, but for ${hiddenText(counts.ignored)},`}
      {provenAt !== null && (
        <>
          {' '}
          <Moment at={provenAt} show="age" /> ago
        </>
      )}
      ; {suspected > 0 && `${suspected} ${suspected === 1 ? 'is' : 'are'} read once more; `}
      {uncompared} could not be compared.
    </p>
  );
}

const times = (count: number) => `${count} ${count === 1 ? 'time' : 'times'}`;

/** How often the fabric drifted, and how long that takes to end. */
export function SpellsLine({ spells }: { spells: DriftSummary['spells'] }) {
  const { within7Days, within30Days, medianMs } = spells;
  if (within30Days === 0) return null;
  return (
    <p>
      Drifted {times(within7Days)} in 7 days, {within30Days} in 30
      {medianMs !== null && `; half of them were over within ${ageWords(medianMs / 1000)}`}.
    </p>
  );
}
