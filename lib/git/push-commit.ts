import { gitFailure, serverWords } from './git-failure.ts';
import type { GitCredentials } from './reading.ts';
import { runRemoteGit } from './run-git.ts';

/** One commit on its way to a branch. */
export interface Push {
  gitDirectory: string;
  url: string;
  branch: string;
  commit: string;
  /** What the branch must hold on the server; null: it must not exist. */
  expected: string | null;
  credentials: GitCredentials;
  timeoutMs?: number;
  dryRun?: boolean;
}

/** What became of a push that the server answered. */
export type PushResult = { kind: 'pushed' } | { kind: 'moved' } | { kind: 'refused'; message: string };

const TIMEOUT_MS = 60_000;
/** Reasons of a rejection that mean: somebody else was faster. */
const MOVED =
  /stale info|fetch first|non-fast-forward|already exists|cannot lock ref|failed to update ref|incorrect old value/i;

/**
 * Pushes one commit if the branch still is what it was made from; nothing is ever overwritten.
 * Throws AppError git_unreachable or git_failed where the server could not be asked: then it may or may not have happened.
 */
export async function pushCommit(push: Push): Promise<PushResult> {
  const {
    gitDirectory,
    url,
    branch,
    commit,
    expected,
    credentials,
    timeoutMs = TIMEOUT_MS,
    dryRun = false,
  } = push;
  const ref = `refs/heads/${branch}`;
  const options = ['--porcelain', '--no-verify', '--no-follow-tags', ...(dryRun ? ['--dry-run'] : [])];
  const lease = `--force-with-lease=${ref}:${expected ?? ''}`;
  const args = ['push', ...options, lease, '--', url, `${commit}:${ref}`];
  const { code, stdout, stderr, timedOut } = await runRemoteGit({
    args,
    gitDirectory,
    url,
    credentials,
    timeoutMs,
  });
  if (code === 0) return { kind: 'pushed' };
  const rejection = readRejection(stdout, stderr, credentials);
  if (rejection !== null) return rejection;
  const failure = gitFailure({ verb: 'push to', url, credentials, stderr, timedOut, timeoutMs });
  if (failure.code === 'git_credentials') return { kind: 'refused', message: failure.message };
  throw failure;
}

function readRejection(stdout: string, stderr: string, credentials: GitCredentials): PushResult | null {
  const reason = /^!\t\S*\t\[(?:remote )?rejected\] \((.*)\)$/m.exec(stdout)?.[1];
  if (reason === undefined) return null;
  if (MOVED.test(reason)) return { kind: 'moved' };
  const spoken = stderr.split('\n').filter((line) => line.startsWith('remote:'));
  const words = serverWords(spoken.join('\n'), credentials);
  return { kind: 'refused', message: words === '' ? reason : `${words} (${reason})` };
}
