'use client';

import type { ReactNode } from 'react';
import { createContext, useContext, useSyncExternalStore } from 'react';

/** The database's clock minus this browser's, in milliseconds; corrected by every frame of the event stream. */
let offset = 0;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Sets the clock by the server's. */
export function correctClock(serverNow: string): void {
  const drift = Date.parse(serverNow) - Date.now();
  // Below two seconds it is the network and not the clock.
  if (Number.isFinite(drift) && Math.abs(drift - offset) > 2000) offset = drift;
}

const Rendered = createContext({ now: 0, zone: 'UTC' });

/** What time it was and which zone was assumed when the server rendered: the first render in the browser must agree. */
export function ClockProvider({ now, zone, children }: { now: number; zone: string; children: ReactNode }) {
  return <Rendered value={{ now, zone }}>{children}</Rendered>;
}

/** Now, in milliseconds, moving in steps of so many seconds. */
export function useNow(stepSeconds = 1): number {
  const { now } = useContext(Rendered);
  const step = stepSeconds * 1000;
  return useSyncExternalStore(
    subscribe,
    () => Math.floor((Date.now() + offset) / step) * step,
    () => Math.floor(now / step) * step,
  );
}

const never = () => () => {};
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** The zone in which times are shown. */
export function useZone(): string {
  const { zone } = useContext(Rendered);
  return useSyncExternalStore(never, browserZone, () => zone);
}
