import { isUtf8 } from 'node:buffer';
import { AppError } from '../errors.ts';
import { gitClient } from './git-client.ts';
import type { Mirror } from './mirror.ts';
import type { BranchMove, CommitInfo, Containment } from './reading.ts';
import { runGit } from './run-git.ts';

const FORMAT = {
  commit: '%H',
  parents: '%P',
  authorName: '%an',
  authorEmail: '%ae',
  authoredAt: '%aI',
  committedAt: '%cI',
  subject: '%s',
};

/** Whether `commit` is `tip` or one of its ancestors; `unknown` when the mirror has not both objects. */
export async function containment(mirror: Mirror, commit: string, tip: string): Promise<Containment> {
  assertCommitNames(commit, tip);
  const { gitDirectory } = mirror;
  const { code } = await runGit({ args: ['merge-base', '--is-ancestor', commit, tip], gitDirectory });
  if (code === 0) return 'contained';
  return code === 1 ? 'missing' : 'unknown';
}

/** How the branch moved from one tip to the next; only `rewound` and `diverged` prove that its history was rewritten. */
export async function compareTips(mirror: Mirror, before: string, after: string): Promise<BranchMove> {
  if (before === after) return 'same';
  const forward = await containment(mirror, before, after);
  if (forward === 'contained') return 'forward';
  const back = await containment(mirror, after, before);
  if (back === 'contained') return 'rewound';
  return forward === 'missing' && back === 'missing' ? 'diverged' : 'unknown';
}

/** Author, times and subject of a commit; null when the mirror does not have it. */
export async function commitInfo(mirror: Mirror, commit: string): Promise<CommitInfo | null> {
  assertCommitNames(commit);
  if ((await mirror.objects.read(`${commit}^{commit}`)) === null) return null;
  return lastCommit(mirror, [commit]);
}

/** The last commit up to `revision` that touched the file, its deletion included; null when none did. */
export async function lastCommitFor(
  mirror: Mirror,
  revision: string,
  path: string,
): Promise<CommitInfo | null> {
  assertCommitNames(revision);
  return lastCommit(mirror, [revision, '--', `:(literal)${path}`]);
}

/** The text of a file at a revision, byte for byte; null when there is no such file. Throws AppError for what is no UTF-8. */
export async function blobTextAt(
  mirror: Mirror,
  revision: string,
  path: string,
): Promise<{ blob: string; text: string } | null> {
  assertCommitNames(revision);
  const object = await mirror.objects.read(`${revision}:${path}`);
  if (object === null || object.type !== 'blob') return null;
  if (!isUtf8(object.body))
    throw new AppError('git_failed', `${path} is not UTF-8. Save it as UTF-8 in Git first.`);
  return { blob: object.name, text: object.body.toString('utf8') };
}

async function lastCommit(mirror: Mirror, range: readonly string[]): Promise<CommitInfo | null> {
  const log = await gitClient(mirror.gitDirectory).log({ format: FORMAT, maxCount: 1, ...asOptions(range) });
  const { latest } = log;
  if (latest === null) return null;
  return {
    ...latest,
    parents: latest.parents === '' ? [] : latest.parents.split(' '),
    authoredAt: new Date(latest.authoredAt),
    committedAt: new Date(latest.committedAt),
  };
}

// simple-git takes bare arguments as keys without a value.
function asOptions(range: readonly string[]): Record<string, null> {
  return Object.fromEntries(range.map((argument) => [argument, null]));
}

function assertCommitNames(...names: readonly string[]): void {
  const wrong = names.find((name) => !/^[0-9a-f]{40}$/.test(name));
  if (wrong !== undefined) throw new AppError('invalid_input', `"${wrong}" is no full commit name.`);
}
