import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { normaliseDirectory } from '../repository-path.ts';
import { buildCommit } from './build-commit.ts';
import { fetchMirror } from './fetch-mirror.ts';
import { describeMissingDirectory, findDirectory } from './find-directory.ts';
import { type Mirror, openMirror } from './mirror.ts';
import { pushCommit } from './push-commit.ts';
import type { ConnectionReport, GitCredentials } from './reading.ts';
import { listRemoteBranches } from './remote-branches.ts';
import { assertBranchName } from './repository-url.ts';

/** A connection to be tried. `timeoutMs` is for each step, 30 s unless given. */
export interface ConnectionTest {
  url: string;
  branch: string;
  credentials: GitCredentials;
  /** Must exist at the branch's tip, unless the branch has no commit yet; '' is the root. */
  directory?: string;
  /** Where the fetch of the test goes; it is removed again, so a sync in progress is not disturbed. */
  dataDirectory: string;
  timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;

/**
 * Lists, fetches and asks for a push, for real. Throws AppError invalid_input for an address that is refused,
 * git_unreachable, git_credentials, or git_failed (no such repository, or no such branch or directory: named with those
 * there are).
 */
export async function testConnection(test: ConnectionTest): Promise<ConnectionReport> {
  const { url, branch, credentials, timeoutMs = TIMEOUT_MS } = test;
  assertBranchName(branch);
  const remote = await listRemoteBranches({ url, credentials, timeoutMs });
  const branches = [...remote.keys()].toSorted();
  if (branches.length > 0 && !remote.has(branch)) throw noSuchBranch(url, branch, branches);
  const dataDirectory = await mkdtemp(join(test.dataDirectory, 'test-'));
  try {
    const mirror = await openMirror({ dataDirectory, url });
    try {
      const { tips } = await fetchMirror(mirror, { branches: [branch], credentials, timeoutMs, depth: 1 });
      const tip = tips[branch] ?? null;
      await assertDirectory(mirror, tip, test.directory ?? '');
      return { branch, tip, branches, push: await askForPush(mirror, tip, { ...test, timeoutMs }) };
    } finally {
      await mirror.close();
    }
  } finally {
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

async function assertDirectory(mirror: Mirror, tip: string | null, given: string): Promise<void> {
  const directory = normaliseDirectory(given);
  if (tip === null || (await findDirectory(mirror, tip, directory)) !== null) return;
  throw new AppError('git_failed', await describeMissingDirectory(mirror, tip, directory), {
    details: { directory },
  });
}

async function askForPush(
  mirror: Mirror,
  tip: string | null,
  { branch, credentials, timeoutMs }: ConnectionTest & { timeoutMs: number },
): Promise<ConnectionReport['push']> {
  const { gitDirectory, url } = mirror;
  const person = { name: 'connection test', email: '' };
  const content = { parent: tip, files: [], author: person, committer: person, message: 'never pushed\n' };
  const commit = await buildCommit(mirror, content);
  const push = { gitDirectory, url, branch, commit, expected: tip, credentials, timeoutMs, dryRun: true };
  const result = await pushCommit(push);
  if (result.kind === 'refused') return { allowed: false, message: result.message };
  return { allowed: true };
}

function noSuchBranch(url: string, branch: string, branches: readonly string[]): AppError {
  const named = branches.slice(0, 20).join(', ');
  const more = branches.length > 20 ? ` and ${branches.length - 20} more` : '';
  return new AppError('git_failed', `${url} has no branch "${branch}". There are: ${named}${more}.`, {
    details: { url, branch },
  });
}
