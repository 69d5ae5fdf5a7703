import { AppError } from '../errors.ts';
import type { Mirror } from './mirror.ts';
import type { GitPerson } from './reading.ts';
import { runGit } from './run-git.ts';

/** One file of the new commit; null text removes it. */
export interface CommittedFile {
  path: string;
  mode: string;
  text: string | null;
}

/** What a commit holds besides what its parent holds. */
export interface CommitContent {
  parent: string | null;
  files: readonly CommittedFile[];
  author: GitPerson;
  committer: GitPerson;
  message: string;
}

/** Keeps the commit in the store until the next one; what is pushed is its name. */
const PENDING = 'refs/pending/commit';

/**
 * Builds one commit in the object store by `git fast-import`: no work tree, no index, no hook, one process for any
 * number of files. Throws AppError git_failed when git does not take it.
 */
export async function buildCommit(mirror: Mirror, content: CommitContent): Promise<string> {
  const { gitDirectory } = mirror;
  const input = importStream(content, Math.floor(Date.now() / 1000));
  const { code, stderr } = await runGit({ args: ['fast-import', '--force', '--quiet'], gitDirectory, input });
  const commit = code === 0 ? await mirror.objects.read(`${PENDING}^{commit}`) : null;
  if (commit === null) throw new AppError('git_failed', `The commit could not be built: ${stderr.trim()}.`);
  return commit.name;
}

function importStream({ parent, files, author, committer, message }: CommitContent, seconds: number): string {
  const lines = [
    `commit ${PENDING}\n`,
    `author ${signature(author)} ${seconds} +0000\n`,
    `committer ${signature(committer)} ${seconds} +0000\n`,
    data(message),
    parent === null ? '' : `from ${parent}\n`,
  ];
  // Removals first: a file may make way for a folder of its name.
  for (const { path, text } of files) if (text === null) lines.push(`D ${quoted(path)}\n`);
  for (const { path, mode, text } of files) {
    if (text !== null) lines.push(`M ${mode} inline ${quoted(path)}\n${data(text)}`);
  }
  // Without a parent, a commit continues what the ref holds from before.
  const reset = parent === null ? [`reset ${PENDING}\n\n`] : [];
  return [...reset, ...lines].join('');
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text, 'utf8')}\n${text}\n`;
}

function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&')}"`;
}

function signature({ name, email }: GitPerson): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would end the line
  const plain = (text: string) => text.replace(/[<>\u0000-\u001f\u007f]/g, ' ').trim();
  return `${plain(name) || plain(email) || 'unknown'} <${plain(email)}>`;
}
