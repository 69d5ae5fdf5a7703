import { AppError } from '../errors.ts';
import { gitClient } from './git-client.ts';
import type { Mirror } from './mirror.ts';

const MOST_NAMED = 3;

/** The tree of a directory at a commit; null when there is no such directory. Throws AppError git_failed without the commit. */
export async function findDirectory(
  mirror: Mirror,
  revision: string,
  directory: string,
): Promise<string | null> {
  const root = await mirror.objects.read(`${revision}^{tree}`);
  if (root === null) {
    throw new AppError(
      'git_failed',
      `The mirror of ${mirror.url} does not hold the commit ${revision}. Sync it again.`,
    );
  }
  if (directory === '') return root.name;
  const object = await mirror.objects.read(`${revision}:${directory}`);
  return object?.type === 'tree' ? object.name : null;
}

/** That a directory is not there, with those that are and look most like it: most often it was mistyped. */
export async function describeMissingDirectory(
  mirror: Mirror,
  revision: string,
  directory: string,
): Promise<string> {
  const output = await gitClient(mirror.gitDirectory).raw([
    'ls-tree',
    '-r',
    '-d',
    '-z',
    '--name-only',
    revision,
  ]);
  const there = nearest(
    directory,
    output.split('\0').filter((path) => path !== ''),
  );
  const named = there.length === 0 ? 'There are no directories at all' : `Nearest to it: ${there.join(', ')}`;
  return `There is no directory "${directory || '.'}" at ${revision.slice(0, 7)}. ${named}.`;
}

/** The likeliest first: by how much must be typed to get there, and by name where that is the same. */
function nearest(wanted: string, paths: readonly string[]): string[] {
  const typed = wanted.toLowerCase();
  const ranked = paths.map((path) => ({ path, distance: distanceOf(typed, path.toLowerCase()) }));
  ranked.sort((a, b) => a.distance - b.distance || (a.path < b.path ? -1 : 1));
  return ranked.slice(0, MOST_NAMED).map(({ path }) => path);
}

/** Levenshtein's: insertions, deletions and replacements of one character. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
