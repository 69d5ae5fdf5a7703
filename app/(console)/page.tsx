import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { OverviewPage } from '#components/fabric/overview-page.tsx';
import { activityQuery } from '#lib/contract/queries.ts';
import { activity } from '#lib/views/activity.ts';
import { read } from '#lib/views/read.ts';
import { prefetch } from '../prefetch.ts';

export const metadata: Metadata = { title: 'Overview' };

export default async function Page() {
  const state = await prefetch((client) => [
    client.query({ ...activityQuery(), queryFn: () => read(activity) }),
  ]);
  return (
    <HydrationBoundary state={state}>
      <OverviewPage />
    </HydrationBoundary>
  );
}
