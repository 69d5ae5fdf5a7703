import { gitFailure } from './git-failure.ts';
import type { GitCredentials } from './reading.ts';
import { parseRepositoryUrl } from './repository-url.ts';
import { runRemoteGit } from './run-git.ts';

/** A repository and how to be let in. `timeoutMs` is 30 s unless given. */
export interface RemoteAccess {
  url: string;
  credentials: GitCredentials;
  timeoutMs?: number;
}

/** Commit by branch, asked of the server itself. Throws AppError git_unreachable, git_credentials or git_failed. */
export async function listRemoteBranches(access: RemoteAccess): Promise<Map<string, string>> {
  const { credentials, timeoutMs = 30_000 } = access;
  const { url } = parseRepositoryUrl(access.url);
  const args = ['ls-remote', '--heads', '--', url];
  const { code, stdout, stderr, timedOut } = await runRemoteGit({ args, url, credentials, timeoutMs });
  if (code !== 0)
    throw gitFailure({ verb: 'list the branches of', url, credentials, stderr, timedOut, timeoutMs });
  const lines = stdout.split('\n').map((line) => /^([0-9a-f]{40})\trefs\/heads\/(.+)$/.exec(line));
  return new Map(lines.flatMap((match) => (match === null ? [] : [[match[2] ?? '', match[1] ?? '']])));
}
