import type { Mirror } from './mirror.ts';
import type { FileChange, GitCredentials, GitPerson, PushOutcome } from './reading.ts';

export interface CommitRequest {
  mirror: Mirror;
  branch: string;
  changes: readonly FileChange[];
  author: GitPerson;
  committer?: GitPerson;
  message: string;
  /** Written as `Key: value` lines below the message. */
  trailers?: readonly { key: string; value: string }[];
  credentials: GitCredentials;
  timeoutMs?: number;
}

/**
 * Fetches the branch, builds one commit on its tip without a work tree and pushes it with the tip as the expected old
 * value. Idempotent by content. Throws `git_unreachable`, `git_credentials` (at the fetch) or `git_failed`: ask again.
 */
export async function commitAndPush(_request: CommitRequest): Promise<PushOutcome> {
  throw new Error('not built yet');
}
