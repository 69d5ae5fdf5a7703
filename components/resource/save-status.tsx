'use client';

import { useZone } from '#components/time/clock.tsx';
import { timeText } from '#components/time/clock-text.ts';
import type { SaveState } from './draft-saver.ts';

/** How far what was typed is saved. */
export function SaveStatus({ state }: { state: SaveState }) {
  const zone = useZone();
  return (
    <span
      role="status"
      className={state.kind === 'failed' || state.kind === 'contested' ? 'text-critical' : undefined}
    >
      {textOf(state, zone)}
    </span>
  );
}

function textOf(state: SaveState, zone: string): string {
  switch (state.kind) {
    case 'clean':
      return 'Saved as you type; nothing leaves this page until Commit.';
    case 'typing':
      return 'Not saved yet';
    case 'saving':
      return 'Saving…';
    case 'saved':
      return `Draft saved ${timeText(state.at, zone, true)}`;
    case 'contested':
      return 'Not saved: choose which text holds';
    case 'failed':
      return `Not saved: ${state.message} (${state.number})`;
    default:
      return state satisfies never;
  }
}
