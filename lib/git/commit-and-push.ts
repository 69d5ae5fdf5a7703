import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';
import { requireRepositoryPath } from '../repository-path.ts';
import { buildCommit } from './build-commit.ts';
import { fetchMirror } from './fetch-mirror.ts';
import { listTree, type TreeEntry } from './list-tree.ts';
import type { Mirror } from './mirror.ts';
import { pushCommit } from './push-commit.ts';
import type { FileChange, GitCredentials, GitPerson, PushOutcome } from './reading.ts';

/** A commit to be made on the tip of a branch and pushed. */
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
 * value. Idempotent by content. An empty repository gets its first commit. Throws AppError invalid_input for impossible
 * paths, git_unreachable, git_credentials (at the fetch) or git_failed: ask again.
 */
export async function commitAndPush(request: CommitRequest): Promise<PushOutcome> {
  const { mirror, branch, changes, credentials, timeoutMs } = request;
  assertChanges(changes);
  const limit = timeoutMs === undefined ? {} : { timeoutMs };
  const { tips, branches } = await fetchMirror(mirror, { branches: [branch], credentials, ...limit });
  const tip = tips[branch] ?? null;
  if (tip === null && branches?.length !== 0) return { kind: 'moved', tip, paths: [] };
  const tree = await readTree(mirror, tip);
  const refusal = findObstacle(tree, changes);
  if (refusal !== null) return { kind: 'refused', message: refusal };
  if (tip !== null && changes.every((change) => isAlready(tree, change)))
    return { kind: 'already', commit: tip };
  const moved = changes
    .filter(({ path, base }) => (tree.get(path)?.name ?? null) !== base)
    .map(({ path }) => path);
  if (moved.length > 0) return { kind: 'moved', tip, paths: moved };
  const { author, committer = author } = request;
  const files = changes.map(({ path, newText }) => ({
    path,
    text: newText,
    mode: tree.get(path)?.mode ?? '100644',
  }));
  const commit = await buildCommit(mirror, {
    parent: tip,
    files,
    author,
    committer,
    message: fullMessage(request),
  });
  const { gitDirectory, url } = mirror;
  const pushed = await pushCommit({
    gitDirectory,
    url,
    branch,
    commit,
    expected: tip,
    credentials,
    ...limit,
  });
  switch (pushed.kind) {
    case 'pushed':
      return { kind: 'pushed', commit };
    case 'moved':
      return { kind: 'moved', tip, paths: [] };
    case 'refused':
      return pushed;
  }
}

function assertChanges(changes: readonly FileChange[]): void {
  if (changes.length === 0) throw new AppError('invalid_input', 'A commit needs at least one changed file.');
  const paths = new Set(changes.map(({ path }) => path));
  if (paths.size < changes.length) throw new AppError('invalid_input', 'A commit names the same file twice.');
  for (const { path } of changes) requireRepositoryPath(path);
}

async function readTree(mirror: Mirror, tip: string | null): Promise<Map<string, TreeEntry>> {
  const entries = tip === null ? [] : await listTree(mirror, tip);
  return new Map(entries.map((entry) => [entry.path, entry]));
}

/** What stands in the way of a file and would be destroyed by it. */
function findObstacle(tree: ReadonlyMap<string, TreeEntry>, changes: readonly FileChange[]): string | null {
  for (const { path, newText } of changes) {
    const entry = tree.get(path);
    if (entry !== undefined && entry.kind !== 'file')
      return `${path} is a ${entry.kind}, which is not changed from here.`;
    if (newText === null) continue;
    const parent = parentsOf(path).find((folder) => tree.has(folder));
    if (parent !== undefined) return `${parent} is a file in Git, so ${path} cannot be below it.`;
  }
  const added = changes
    .filter(({ path, newText }) => newText !== null && !tree.has(path))
    .map(({ path }) => path);
  if (added.length === 0) return null;
  const folders = new Set([...tree.keys()].flatMap(parentsOf));
  const folder = added.find((path) => folders.has(path));
  return folder === undefined ? null : `${folder} is a folder in Git, so no file can have its name.`;
}

function parentsOf(path: string): string[] {
  const steps = path.split('/');
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('/'));
}

function isAlready(tree: ReadonlyMap<string, TreeEntry>, { path, newText }: FileChange): boolean {
  const held = tree.get(path)?.name;
  return newText === null ? held === undefined : held === blobName(newText);
}

/** The name under which Git stores a text. */
function blobName(text: string): string {
  return createHash('sha1')
    .update(`blob ${Buffer.byteLength(text, 'utf8')}\0${text}`, 'utf8')
    .digest('hex');
}

function fullMessage({ message, trailers = [] }: CommitRequest): string {
  const lines = trailers.map(({ key, value }) => `${key}: ${value.replace(/\s+/g, ' ').trim()}`);
  const body = message.trim() === '' ? 'Change manifests' : message.trim();
  return `${body}\n${lines.length === 0 ? '' : `\n${lines.join('\n')}\n`}`;
}
