import { AppError } from '../errors.ts';
import { gitClient } from './git-client.ts';
import type { Mirror } from './mirror.ts';

/** One entry of a tree listed to its leaves; `bytes` is null for what is no blob. */
export interface TreeEntry {
  kind: 'file' | 'symlink' | 'submodule';
  mode: string;
  name: string;
  bytes: number | null;
  /** From the root of the tree. */
  path: string;
}

/** Every file, link and submodule below a tree. Throws AppError git_failed when the tree cannot be read. */
export async function listTree(mirror: Mirror, tree: string): Promise<TreeEntry[]> {
  const output = await readTree(mirror, tree);
  const entries: TreeEntry[] = [];
  for (const line of output.split('\0')) {
    const match = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t(.+)$/s.exec(line);
    if (match === null) continue;
    const [, mode = '', name = '', bytes = '-', path = ''] = match;
    entries.push({ kind: kindOf(mode), mode, name, bytes: bytes === '-' ? null : Number(bytes), path });
  }
  return entries;
}

async function readTree(mirror: Mirror, tree: string): Promise<string> {
  try {
    return await gitClient(mirror.gitDirectory).raw(['ls-tree', '-r', '-z', '--long', tree]);
  } catch (error) {
    mirror.damaged = true;
    const said = error instanceof Error ? error.message.trim() : String(error);
    throw new AppError(
      'git_failed',
      `The mirror of ${mirror.url} is damaged (${said}). The next sync builds it anew.`,
    );
  }
}

function kindOf(mode: string): TreeEntry['kind'] {
  if (mode === '120000') return 'symlink';
  return mode === '160000' ? 'submodule' : 'file';
}
