import type { AppError } from '../errors.ts';
import { gitClient } from './git-client.ts';
import { remoteEnvironment } from './git-environment.ts';
import { gitFailure, serverWords } from './git-failure.ts';
import type { GitCredentials } from './reading.ts';

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
  const client = gitClient(gitDirectory, { environment: remoteEnvironment(url, credentials), timeoutMs });
  const ref = `refs/heads/${branch}`;
  const options = ['--porcelain', '--no-verify', '--no-follow-tags', ...(dryRun ? ['--dry-run'] : [])];
  const lease = `--force-with-lease=${ref}:${expected ?? ''}`;
  const startedAt = performance.now();
  try {
    await client.raw(['push', ...options, lease, '--', url, `${commit}:${ref}`]);
    return { kind: 'pushed' };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const rejection = readRejection(said, credentials);
    if (rejection !== null) return rejection;
    const timedOut = performance.now() - startedAt >= timeoutMs;
    return refusedOrThrown(
      gitFailure({ verb: 'push to', url, credentials, stderr: said, timedOut, timeoutMs }),
    );
  }
}

function readRejection(said: string, credentials: GitCredentials): PushResult | null {
  const match = /^!\t\S*\t\[(?:remote )?rejected\] \((.*)\)$/m.exec(said);
  if (match === null) return null;
  const [line, reason = ''] = match;
  if (MOVED.test(reason)) return { kind: 'moved' };
  const lines = said.split('\n').filter((text) => text !== line && text !== 'Done');
  const words = serverWords(lines.filter((text) => /^(?:remote|fatal):/.test(text)).join('\n'), credentials);
  return { kind: 'refused', message: words === '' ? reason : `${words} (${reason})` };
}

function refusedOrThrown(error: AppError): PushResult {
  if (error.code === 'git_credentials') return { kind: 'refused', message: error.message };
  throw error;
}
