'use client';

import type { LiveStatus } from '#components/live/live-connection.ts';
import { useLiveStatus } from '#components/live/live-provider.tsx';
import { classNames } from '#components/ui/class-names.ts';

const LOOKS: Record<LiveStatus, { word: string; dot: string; text: string }> = {
  connecting: { word: 'Connecting', dot: 'rounded-full border border-unknown', text: 'text-ink-2' },
  live: { word: 'Live', dot: 'rounded-full bg-synced', text: 'text-ink-2' },
  paused: { word: 'Paused', dot: 'rounded-full bg-unknown', text: 'text-ink-2' },
  lost: { word: 'Not live: trying again', dot: 'bg-critical', text: 'text-critical' },
};

/** Whether this page hears of changes at once. */
export function LiveIndicator() {
  const { word, dot, text } = LOOKS[useLiveStatus()];
  return (
    <p role="status" className={classNames('flex items-center gap-2 text-sm', text)}>
      <span aria-hidden className={classNames('size-1.5', dot)} />
      {word}
    </p>
  );
}
