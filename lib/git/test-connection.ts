import type { ConnectionReport, GitCredentials } from './reading.ts';

export interface ConnectionTest {
  url: string;
  branch: string;
  credentials: GitCredentials;
  dataDirectory: string;
  timeoutMs?: number;
}

/**
 * Lists, fetches and asks for a push, for real. Throws `invalid_input` for an address that is refused, `git_unreachable`,
 * `git_credentials`, or `git_failed` (no such repository, or no such branch: then named with those there are).
 */
export async function testConnection(_test: ConnectionTest): Promise<ConnectionReport> {
  throw new Error('not built yet');
}
