import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitFailure } from './git-failure.ts';
import { type Mirror, mirrorRef, rebuildMirror, removeLocks } from './mirror.ts';
import type { FetchResult, GitCredentials } from './reading.ts';
import { listRemoteBranches } from './remote-branches.ts';
import { assertBranchName } from './repository-url.ts';
import { type GitResult, runGit, runRemoteGit } from './run-git.ts';

/** What to fetch, and how to be let in. `timeoutMs` is 120 s unless given. */
export interface FetchOptions {
  branches: readonly string[];
  credentials: GitCredentials;
  timeoutMs?: number;
  /** How many commits back; all of them unless given. A mirror that proves ancestry needs them all. */
  depth?: number;
}

const TIMEOUT_MS = 120_000;
const MISSING_BRANCH = /couldn't find remote ref/i;
const LOCKED = /\.lock': File exists|Unable to create '.*\.lock'/i;
/** What git says when its own store is broken. What the other side says starts with "remote:" and is left out. */
const BROKEN =
  /^(?!remote:).*(?:not a git repository: |bad object|corrupt|object file .* is empty|unable to read|does not point to a valid object|bad (?:signature|ref|config)|invalid (?:object|sha1 pointer)|packfile .* cannot be|did not send all necessary objects)/im;

/**
 * Fetches the wanted branches, and builds the mirror anew where it is broken. A missing branch is no error here.
 * Throws AppError git_unreachable, git_credentials or git_failed.
 */
export async function fetchMirror(mirror: Mirror, options: FetchOptions): Promise<FetchResult> {
  for (const branch of options.branches) assertBranchName(branch);
  if (mirror.damaged) await rebuildMirror(mirror);
  const fetched = await tryFetch(mirror, options);
  if (fetched !== null) return fetched;
  await rebuildMirror(mirror);
  const again = await tryFetch(mirror, options);
  if (again !== null) return again;
  throw failure(mirror, options, {
    stderr: 'the mirror is broken again right after it was built anew',
    timedOut: false,
  });
}

/** Null when the mirror itself is broken. */
async function tryFetch(mirror: Mirror, options: FetchOptions): Promise<FetchResult | null> {
  let result = await runFetch(mirror, options, options.branches);
  if (LOCKED.test(result.stderr)) {
    await removeLocks(mirror.gitDirectory);
    result = await runFetch(mirror, options, options.branches);
  }
  let available: Map<string, string> | null = null;
  if (result.code !== 0 && MISSING_BRANCH.test(result.stderr)) {
    available = await listRemoteBranches({ url: mirror.url, ...options });
    const existing = options.branches.filter((branch) => available?.has(branch));
    result = await runFetch(mirror, options, existing);
  }
  if (result.code !== 0) {
    if (BROKEN.test(result.stderr)) return null;
    throw failure(mirror, options, result);
  }
  const tips: Record<string, string | null> = {};
  for (const branch of options.branches) {
    const isMissing = available !== null && !available.has(branch);
    const tip = isMissing ? null : await findTip(mirror, branch);
    if (tip === null && !isMissing) return null;
    tips[branch] = tip;
  }
  const rebuilt = mirror.isNew;
  mirror.isNew = false;
  await tidy(mirror, tips);
  return { tips, branches: available === null ? null : [...available.keys()], rebuilt };
}

// What a fetch adds stays until it is packed; git decides when that is worth it. Nothing new, nothing to do.
async function tidy(mirror: Mirror, tips: FetchResult['tips']): Promise<void> {
  const isUnchanged = Object.entries(tips).every(([branch, tip]) => mirror.tips[branch] === tip);
  mirror.tips = { ...mirror.tips, ...tips };
  if (!isUnchanged) await runGit({ args: ['gc', '--auto', '--quiet'], gitDirectory: mirror.gitDirectory });
}

async function runFetch(
  mirror: Mirror,
  options: FetchOptions,
  branches: readonly string[],
): Promise<GitResult> {
  if (branches.length === 0) return { code: 0, stdout: '', stderr: '', timedOut: false };
  const { credentials, timeoutMs = TIMEOUT_MS, depth } = options;
  const { gitDirectory, url } = mirror;
  const limit = depth === undefined ? [] : [`--depth=${depth}`];
  const quiet = [
    ...limit,
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-auto-maintenance',
    '--no-recurse-submodules',
  ];
  const refs = branches.map((branch) => `+refs/heads/${branch}:${mirrorRef(branch)}`);
  return runRemoteGit({
    args: ['fetch', ...quiet, '--', url, ...refs],
    gitDirectory,
    url,
    credentials,
    timeoutMs,
  });
}

async function findTip(mirror: Mirror, branch: string): Promise<string | null> {
  const known = mirror.tips[branch];
  if (known != null && looseRef(mirror, branch) === known) return known;
  try {
    return (await mirror.objects.read(`${mirrorRef(branch)}^{commit}`))?.name ?? null;
  } catch {
    // The reader ends where a commit cannot be read; the caller builds the mirror anew.
    return null;
  }
}

// The ordinary case, nothing new: a few bytes instead of a question to another process.
function looseRef(mirror: Mirror, branch: string): string | null {
  try {
    return readFileSync(join(mirror.gitDirectory, mirrorRef(branch)), 'utf8').trim();
  } catch {
    return null;
  }
}

function failure(
  mirror: Mirror,
  options: FetchOptions,
  result: Pick<GitResult, 'stderr' | 'timedOut'>,
): Error {
  const { credentials, timeoutMs = TIMEOUT_MS } = options;
  return gitFailure({ verb: 'fetch from', url: mirror.url, credentials, timeoutMs, ...result });
}
