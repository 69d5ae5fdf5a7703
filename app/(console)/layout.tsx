import { HydrationBoundary } from '@tanstack/react-query';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { ConsoleShell } from '#components/layout/console-shell.tsx';
import { themeOf } from '#components/layout/theme.ts';
import { fabricListQuery } from '#lib/contract/queries.ts';
import { fabricList } from '#lib/views/fabric-list.ts';
import { read } from '#lib/views/read.ts';
import { prefetch } from '../prefetch.ts';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get('theme')?.value);
  const state = await prefetch((client) => [
    client.query({ ...fabricListQuery(), queryFn: () => read(fabricList) }),
  ]);
  return (
    <HydrationBoundary state={state}>
      <ConsoleShell theme={theme}>{children}</ConsoleShell>
    </HydrationBoundary>
  );
}
