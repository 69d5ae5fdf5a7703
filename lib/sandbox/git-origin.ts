import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { requireRepositoryPath } from '../repository-path.ts';

export interface OriginCommit {
  author: { name: string; email: string };
  at: Date;
  message: string;
  /** New text by path; null removes the file. */
  files: Record<string, string | null>;
}

export interface OriginTree {
  revision: string;
  files: Map<string, string>;
}

export const ORIGIN_BRANCH = 'main';
const REF = `refs/heads/${ORIGIN_BRANCH}`;

/** What a person's configuration says of Git must not change the sandbox. */
const ENVIRONMENT: NodeJS.ProcessEnv = {
  NODE_ENV: process.env.NODE_ENV,
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
};

async function git(folder: string, args: string[], input = ''): Promise<Buffer> {
  const child = spawn('git', ['-c', 'safe.directory=*', '-c', 'gc.auto=0', '-C', folder, ...args], {
    env: ENVIRONMENT,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) =>
      reject(new Error('git cannot be started: is it installed?', { cause: error })),
    );
    child.once('close', resolve);
  });
  if (code === 0) return Buffer.concat(output);
  const why = Buffer.concat(complaints).toString('utf8').trim();
  throw new Error(`git ${args[0]} failed in ${folder}: ${why}`);
}

/** Makes a bare repository with the given history on its one branch. */
export async function createOrigin(folder: string, history: OriginCommit[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await git(folder, ['init', '--quiet', '--bare', `--initial-branch=${ORIGIN_BRANCH}`]);
  const [first, ...rest] = history;
  if (first === undefined) return;
  const stream = [printCommit(first, false), ...rest.map((commit) => printCommit(commit, false))];
  await git(folder, ['fast-import', '--quiet', '--date-format=raw'], stream.join(''));
}

/** Adds a commit as if somebody had pushed it. Returns its id. @throws AppError invalid_input for a path that no file can have */
export async function commitToOrigin(folder: string, commit: OriginCommit): Promise<string> {
  await git(folder, ['fast-import', '--quiet', '--date-format=raw'], printCommit(commit, true));
  return headOfOrigin(folder);
}

export async function headOfOrigin(folder: string): Promise<string> {
  return (await git(folder, ['rev-parse', '--verify', `${REF}^{commit}`])).toString('utf8').trim();
}

/** Every file of the branch's newest revision. */
export async function readOrigin(folder: string): Promise<OriginTree> {
  const revision = await headOfOrigin(folder);
  const listing = (await git(folder, ['ls-tree', '-r', '-z', revision])).toString('utf8');
  const entries = listing
    .split('\0')
    .map((line) => /^\d+ blob (\S+)\t(.*)$/s.exec(line))
    .filter((match) => match !== null);
  const ids = entries.map(([, id]) => `${id}\n`).join('');
  const blobs = splitBatch(await git(folder, ['cat-file', '--batch'], ids));
  const files = entries.map(([, , path = ''], index): [string, string] => [path, blobs[index] ?? '']);
  return { revision, files: new Map(files) };
}

/** The contents in the output of `cat-file --batch`: a header line with the size, the content, a newline. */
function splitBatch(output: Buffer): string[] {
  const contents: string[] = [];
  let offset = 0;
  while (offset < output.length) {
    const end = output.indexOf('\n', offset);
    const size = Number(output.subarray(offset, end).toString('utf8').split(' ')[2]);
    contents.push(output.subarray(end + 1, end + 1 + size).toString('utf8'));
    offset = end + size + 2;
  }
  return contents;
}

function printCommit(commit: OriginCommit, continues: boolean): string {
  for (const path of Object.keys(commit.files)) requireRepositoryPath(path);
  const seconds = Math.floor(commit.at.getTime() / 1000);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would end the line and begin another command
  const plain = (text: string) => text.replace(/[<>\u0000-\u001f\u007f]/g, ' ').trim();
  const who = `${plain(commit.author.name)} <${plain(commit.author.email)}> ${seconds} +0000`;
  const lines = [`commit ${REF}`, `author ${who}`, `committer ${who}`, printData(commit.message)];
  if (continues) lines.push(`from ${REF}^0`);
  for (const [path, text] of Object.entries(commit.files)) {
    const name = JSON.stringify(path);
    if (text === null) lines.push(`D ${name}`);
    else lines.push(`M 100644 inline ${name}`, printData(text));
  }
  return `${lines.join('\n')}\n\n`;
}

function printData(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
