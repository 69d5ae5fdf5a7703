import type { Mirror } from './mirror.ts';
import type { BranchMove, CommitInfo, Containment } from './reading.ts';

/** Whether `commit` is `tip` or one of its ancestors; `unknown` when the mirror has not both objects. */
export async function containment(_mirror: Mirror, _commit: string, _tip: string): Promise<Containment> {
  throw new Error('not built yet');
}

/** How the branch moved from one tip to the next. */
export async function compareTips(_mirror: Mirror, _before: string, _after: string): Promise<BranchMove> {
  throw new Error('not built yet');
}

/** Author, times and subject of a commit; null when the mirror does not have it. */
export async function commitInfo(_mirror: Mirror, _commit: string): Promise<CommitInfo | null> {
  throw new Error('not built yet');
}

/** The last commit up to `revision` that touched the file, its deletion included; null when none did. */
export async function lastCommitFor(
  _mirror: Mirror,
  _revision: string,
  _path: string,
): Promise<CommitInfo | null> {
  throw new Error('not built yet');
}

/** The text of a file at a revision, bytes unchanged; null when there is no such file. */
export async function blobTextAt(
  _mirror: Mirror,
  _revision: string,
  _path: string,
): Promise<{ blob: string; text: string } | null> {
  throw new Error('not built yet');
}
