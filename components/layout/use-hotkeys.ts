'use client';

import { useEffect, useEffectEvent } from 'react';
import { hotkeyOf } from './hotkey-of.ts';

export type Hotkeys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Listens for single keys and two-key sequences ("g o") while nobody is typing and no dialog is open. */
export function useHotkeys(hotkeys: Hotkeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent, previous: string | null) => {
    const { target } = event;
    const key = hotkeyOf(event, (selector) => target instanceof Element && target.closest(selector) !== null);
    if (key === null || event.defaultPrevented) return null;
    const handler = (previous === null ? undefined : hotkeys[`${previous} ${key}`]) ?? hotkeys[key];
    if (handler !== undefined) {
      event.preventDefault();
      handler(event);
    }
    return key;
  });
  useEffect(() => {
    let previous: string | null = null;
    const listener = (event: KeyboardEvent) => {
      previous = onKey(event, previous);
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}
