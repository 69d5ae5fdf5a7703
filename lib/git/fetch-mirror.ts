import type { Mirror } from './mirror.ts';
import type { FetchResult, GitCredentials } from './reading.ts';

export interface FetchOptions {
  branches: readonly string[];
  credentials: GitCredentials;
  timeoutMs?: number;
}

/** Fetches the wanted branches. Throws `git_unreachable`, `git_credentials` or `git_failed`; a missing branch is no error here. */
export async function fetchMirror(_mirror: Mirror, _options: FetchOptions): Promise<FetchResult> {
  throw new Error('not built yet');
}
