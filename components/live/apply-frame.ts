import type { QueryClient } from '@tanstack/react-query';
import type { FabricChange } from '#lib/contract/live-frame.ts';
import { isStaleAfter } from '#lib/contract/query-keys.ts';

/** Refetches what is on the screen and touched by the changes; what is not on the screen is only marked. */
export function applyChanges(client: QueryClient, changes: readonly FabricChange[]): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey }) =>
      changes.some(({ fabricId, topics }) => isStaleAfter(queryKey, fabricId, topics)),
  });
}
