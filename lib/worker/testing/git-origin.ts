import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const AUTHOR = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'init.defaultBranch=main'];

/** A bare repository with a clone to commit from, as a colleague would. */
export async function createGitOrigin() {
  const folder = await mkdtemp(join(tmpdir(), 'fabric-origin-'));
  const [url, clone] = [join(folder, 'origin.git'), join(folder, 'clone')];
  const git = async (...args: string[]) =>
    (await run('git', [...AUTHOR, '-C', clone, ...args])).stdout.trim();
  await run('git', [...AUTHOR, 'init', '--quiet', '--bare', '--initial-branch=main', url]);
  await run('git', [...AUTHOR, 'clone', '--quiet', url, clone]);
  return {
    url,
    git,
    /** Writes (or with null removes) files, commits and pushes; returns the commit. */
    async commit(files: Record<string, string | null>, message = 'Change'): Promise<string> {
      await git('pull', '--quiet', '--rebase', 'origin', 'main').catch(() => '');
      for (const [path, text] of Object.entries(files)) {
        if (text === null) await rm(join(clone, path));
        else {
          await mkdir(dirname(join(clone, path)), { recursive: true });
          await writeFile(join(clone, path), text);
        }
      }
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '--message', message);
      await git('push', '--quiet', 'origin', 'HEAD:main');
      return git('rev-parse', 'HEAD');
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
