'use client';

import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { LiveProvider } from '#components/live/live-provider.tsx';
import { ClockProvider } from '#components/time/clock.tsx';
import { Toaster } from '#components/ui/toaster.tsx';
import { newQueryClient } from './query-client.ts';

let browserClient: QueryClient | undefined;

function queryClient(): QueryClient {
  if (typeof window === 'undefined') return newQueryClient();
  browserClient ??= newQueryClient();
  return browserClient;
}

interface Props {
  now: number;
  zone: string;
  children: ReactNode;
}

/** What every page stands on: answers, the live stream, the clock. */
export function Providers({ now, zone, children }: Props) {
  return (
    <QueryClientProvider client={queryClient()}>
      <ClockProvider now={now} zone={zone}>
        <LiveProvider>{children}</LiveProvider>
        <Toaster />
      </ClockProvider>
    </QueryClientProvider>
  );
}
