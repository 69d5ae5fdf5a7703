'use client';

import { ageStep, ageText } from './age-text.ts';
import { useNow, useZone } from './clock.tsx';
import { absoluteText, momentText } from './clock-text.ts';

interface Props {
  at: string;
  /** Time and age together, or one of them. */
  show?: 'both' | 'age' | 'time';
  seconds?: boolean;
  className?: string;
}

/** A moment as time and age together ("14:02, 9 min"); the absolute time with its zone on hover. */
export function Moment({ at, show = 'both', seconds = false, className }: Props) {
  const zone = useZone();
  const time = Date.parse(at);
  const coarse = useNow(60);
  const now = useNow(ageStep((coarse - time) / 1000));
  const clock = momentText(time, now, zone, seconds);
  const age = ageText((now - time) / 1000);
  return (
    <time dateTime={at} title={absoluteText(time, zone)} className={className}>
      {show === 'both' ? `${clock}, ${age}` : show === 'age' ? age : clock}
    </time>
  );
}
