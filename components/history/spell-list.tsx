'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { DifferenceText } from '#components/drift/difference-text.tsx';
import { ageText } from '#components/time/age-text.ts';
import { useNow } from '#components/time/clock.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Mono } from '#components/ui/mono.tsx';
import type { DriftHistory, DriftSpell } from '#lib/contract/drift-history.ts';
import { spellQuery } from '#lib/contract/queries.ts';

const MomentSheet = dynamic(() => import('./moment-sheet.tsx').then((module) => module.MomentSheet));

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
const words = (text: string) => text.replaceAll('_', ' ');

/** "Drifted 3 times in 30 days, 41 min in all", and each time behind it. */
export function SpellList({ fabricId, history }: { fabricId: string; history: DriftHistory }) {
  const { times, totalMs, spells } = history;
  const [shown, show] = useState<DriftSpell | null>(null);
  return (
    <details>
      <summary className="cursor-pointer rounded-badge hover:text-ink max-md:py-2">
        {times === 0
          ? 'Not drifted in 30 days'
          : `Drifted ${plural(times, 'time')} in 30 days, ${ageText(totalMs / 1000)} in all`}
      </summary>
      <ol aria-label="Each time" className="mt-2 space-y-2">
        {spells.map((spell) => (
          <Spell key={spell.id} spell={spell} onShow={() => show(spell)} />
        ))}
      </ol>
      {shown !== null && (
        <MomentSheet
          question={spellQuery(fabricId, shown)}
          description={
            <>
              As it last was, drifted since <Moment at={shown.onset} seconds />
            </>
          }
          onClose={() => show(null)}
        />
      )}
    </details>
  );
}

function Spell({ spell, onShow }: { spell: DriftSpell; onShow: () => void }) {
  const { onset, endedAt, endedBy, severity, first, writer, hasDifferences } = spell;
  const now = useNow(60);
  const end = endedAt === null ? now : Date.parse(endedAt);
  const lasted = ageText((end - Date.parse(onset)) / 1000);
  return (
    <li className="border-line border-t pt-2">
      <p>
        <Moment at={onset} show="time" className="text-ink" />,{' '}
        {endedAt === null ? `for ${lasted} now` : `for ${lasted}`} · {severity}
        {endedBy !== null && ` · ${words(endedBy)}`}
      </p>
      {first !== null && (
        <p className="break-words">
          <Mono>
            <DifferenceText wraps text={first} />
          </Mono>
          {writer !== null && ` by ${writer}`}
        </p>
      )}
      {endedAt !== null && hasDifferences && (
        <button type="button" onClick={onShow} className="rounded-badge underline hover:text-ink">
          what differed
        </button>
      )}
    </li>
  );
}
