import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentHash } from '../content-hash.ts';
import { AppError } from '../errors.ts';
import { ObjectReader } from './object-reader.ts';
import { parseRepositoryUrl } from './repository-url.ts';

/** A bare copy of one repository below the caller's data folder; whoever opens it has it for themselves until `close`. */
export interface Mirror {
  readonly url: string;
  readonly gitDirectory: string;
  readonly objects: ObjectReader;
  /** Set when an object that must be there could not be read; the next fetch builds the mirror anew. */
  damaged: boolean;
  /** True until the first fetch after it was made. */
  isNew: boolean;
  /** What the last fetch through this handle found, by branch. */
  tips: Readonly<Record<string, string | null>>;
  close: () => Promise<void>;
}

/** No hook, no background process, nothing that git would do on its own. */
const CONFIGURATION = `[core]
	repositoryformatversion = 0
	bare = true
	fsyncMethod = batch
[gc]
	autoDetach = false
[maintenance]
	auto = false
[fetch]
	recurseSubmodules = false
	writeCommitGraph = false
[http]
	lowSpeedLimit = 1
	lowSpeedTime = 60
`;

/**
 * Opens the mirror of a repository, making it when there is none and clearing what a killed process left behind.
 * @throws AppError invalid_input for an address that is refused, git_failed when the data folder cannot be written.
 */
export async function openMirror(options: { dataDirectory: string; url: string }): Promise<Mirror> {
  const { url } = parseRepositoryUrl(options.url);
  const gitDirectory = join(options.dataDirectory, mirrorName(url));
  const objects = new ObjectReader(gitDirectory);
  const mirror: Mirror = {
    url,
    gitDirectory,
    objects,
    damaged: false,
    isNew: false,
    tips: {},
    close: () => objects.stop(),
  };
  try {
    await mkdir(options.dataDirectory, { recursive: true, mode: 0o700 });
    mirror.isNew = !isRepository(gitDirectory);
    if (mirror.isNew) await createRepository(gitDirectory);
    await removeLocks(gitDirectory);
    await writeFile(join(gitDirectory, 'config'), CONFIGURATION);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const message = `The data folder ${options.dataDirectory} cannot be written. Give the worker write access to it.`;
    throw new AppError('git_failed', message, { cause: error });
  }
  return mirror;
}

/** Throws everything away and starts with an empty repository. */
export async function rebuildMirror(mirror: Mirror): Promise<void> {
  await mirror.objects.stop();
  await createRepository(mirror.gitDirectory);
  mirror.damaged = false;
  mirror.isNew = true;
  mirror.tips = {};
}

/** Removes the mirror of a repository that is not used any more. */
export async function removeMirror(options: { dataDirectory: string; url: string }): Promise<void> {
  await rm(join(options.dataDirectory, mirrorName(options.url)), { recursive: true, force: true });
}

/** The ref under which a branch is kept; hashed, so that `a` and `a/b` or `A` never get in each other's way. */
export function mirrorRef(branch: string): string {
  return `refs/branches/${contentHash(branch).slice(0, 20)}`;
}

/** Removes lock files. Only their owner may: whoever opened the mirror is alone with it, so a lock is a dead process's. */
export async function removeLocks(gitDirectory: string): Promise<void> {
  const entries = await readdir(gitDirectory, { recursive: true, withFileTypes: true });
  const left = entries.filter(({ name }) => name.endsWith('.lock') || name.startsWith('fast_import_crash_'));
  await Promise.all(left.map((entry) => rm(join(entry.parentPath, entry.name), { force: true })));
}

function mirrorName(url: string): string {
  return `${contentHash(url).slice(0, 32)}.git`;
}

function isRepository(gitDirectory: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((part) => existsSync(join(gitDirectory, part)));
}

// The few files that make a bare repository, without the hooks and examples of `git init`. Made beside and renamed, so that
// a mirror is whole or not there.
async function createRepository(gitDirectory: string): Promise<void> {
  const fresh = `${gitDirectory}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(join(fresh, 'objects'), { recursive: true });
  await mkdir(join(fresh, 'refs'));
  await writeFile(join(fresh, 'HEAD'), 'ref: refs/heads/main\n');
  await writeFile(join(fresh, 'config'), CONFIGURATION);
  await rm(gitDirectory, { recursive: true, force: true });
  await rename(fresh, gitDirectory);
}
