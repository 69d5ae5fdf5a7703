import { type DehydratedState, dehydrate, type QueryClient } from '@tanstack/react-query';
import { newQueryClient } from '#components/layout/query-client.ts';

/** Answers questions on the server, for the page to begin with. What fails here the browser asks again, and shows why. */
export async function prefetch(ask: (client: QueryClient) => Promise<unknown>[]): Promise<DehydratedState> {
  const client = newQueryClient();
  await Promise.allSettled(ask(client));
  return dehydrate(client);
}
