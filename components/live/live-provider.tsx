'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useState } from 'react';
import { correctClock } from '#components/time/clock.tsx';
import type { LiveFrame } from '#lib/contract/live-frame.ts';
import { isStaleAfter } from '#lib/contract/query-keys.ts';
import { LiveConnection, type LiveStatus, type OpenStream } from './live-connection.ts';
import { Refresher, type Stale } from './refresher.ts';

const Status = createContext<LiveStatus>('connecting');

export const useLiveStatus = () => useContext(Status);

// A browser opens six connections per origin at most: a page that nobody sees holds none.
const HIDDEN_GRACE_MS = 5000;

const openEventSource: OpenStream = (onMessage, onError) => {
  const source = new EventSource('/api/live');
  source.onmessage = (event: MessageEvent<string>) => onMessage(event.data);
  source.onerror = onError;
  return () => source.close();
};

function wait(milliseconds: number, then: () => void): () => void {
  const timer = setTimeout(then, milliseconds);
  return () => clearTimeout(timer);
}

/** Asks again for what is on the screen; what is not is only marked. */
function refetch(client: QueryClient, stale: Stale): Promise<void> {
  if (stale === 'everything') return client.invalidateQueries();
  return client.invalidateQueries({
    predicate: ({ queryKey }) =>
      stale.some(({ fabricId, topics }) => isStaleAfter(queryKey, fabricId, topics)),
  });
}

/** Keeps what is shown true: one event stream a page, and a refetch of everything on every (re)connect. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>('connecting');

  useEffect(() => {
    const refresher = new Refresher((stale) => refetch(client, stale));
    const onFrame = (frame: LiveFrame) => {
      if (frame.type !== 'changed') correctClock(frame.now);
      if (frame.type === 'hello') refresher.add('everything');
      if (frame.type === 'changed') refresher.add(frame.changes);
    };
    const connection = new LiveConnection({
      open: openEventSource,
      onFrame,
      onStatus: setStatus,
      wait,
    });
    let cancelPause: (() => void) | null = null;
    const onVisibility = () => {
      cancelPause?.();
      cancelPause = null;
      if (document.visibilityState === 'visible') connection.start();
      else cancelPause = wait(HIDDEN_GRACE_MS, () => connection.pause());
    };
    onVisibility();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      cancelPause?.();
      connection.pause();
    };
  }, [client]);

  return <Status value={status}>{children}</Status>;
}
