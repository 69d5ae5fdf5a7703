import { AppError } from '../errors.ts';
import type { Mirror } from './mirror.ts';
import { runGit } from './run-git.ts';

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
  const { gitDirectory } = mirror;
  const { code, stdout, stderr } = await runGit({
    args: ['ls-tree', '-r', '-z', '--long', tree],
    gitDirectory,
  });
  if (code !== 0) {
    mirror.damaged = true;
    const said = stderr.trim();
    throw new AppError(
      'git_failed',
      `The mirror of ${mirror.url} is damaged (${said}). The next sync builds it anew.`,
    );
  }
  const entries: TreeEntry[] = [];
  for (const line of stdout.toString('utf8').split('\0')) {
    const match = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t(.+)$/s.exec(line);
    if (match === null) continue;
    const [, mode = '', name = '', bytes = '-', path = ''] = match;
    entries.push({ kind: kindOf(mode), mode, name, bytes: bytes === '-' ? null : Number(bytes), path });
  }
  return entries;
}

function kindOf(mode: string): TreeEntry['kind'] {
  if (mode === '120000') return 'symlink';
  return mode === '160000' ? 'submodule' : 'file';
}
