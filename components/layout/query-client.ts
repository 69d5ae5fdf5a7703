import { QueryClient } from '@tanstack/react-query';
import { ProblemError } from '#lib/contract/get-json.ts';

const RETRIES = 2;
const CLIENT_ERRORS = 5000;

function worthRetrying(failures: number, error: Error): boolean {
  // Only what did not answer at all; a refusal says the same the second time.
  return failures < RETRIES && error instanceof ProblemError && error.problem.number >= CLIENT_ERRORS;
}

/** Answers stay true until the event stream says otherwise, so nothing is asked again because time passes. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: worthRetrying,
        retryDelay: (attempt) => 500 * 2 ** attempt,
      },
    },
  });
}
