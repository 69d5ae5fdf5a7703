import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { AppError } from '../errors.ts';
import { gitEnvironment } from './git-environment.ts';
import { cannotStart } from './run-git.ts';

/** One object of the store, as it is: no work tree, no filter, no link was followed. */
export interface GitObject {
  name: string;
  type: string;
  body: Buffer;
}

interface Waiting {
  resolve: (object: GitObject | null) => void;
  reject: (error: Error) => void;
}

interface Process {
  child: ChildProcessWithoutNullStreams;
  waiting: Waiting[];
  answers: AnswerParser;
}

/** Reads objects by name through one `git cat-file --batch` process, started when needed and kept. */
export class ObjectReader {
  readonly #gitDirectory: string;
  #process: Process | null = null;

  constructor(gitDirectory: string) {
    this.#gitDirectory = gitDirectory;
  }

  /** The object that a name stands for (`<commit>`, `<commit>:<path>`, `<ref>^{commit}` …); null when there is none. */
  read(name: string): Promise<GitObject | null> {
    if (name.includes('\n')) return Promise.resolve(null);
    this.#process ??= this.#start();
    const { child, waiting } = this.#process;
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      child.stdin.write(`${name}\n`);
    });
  }

  /** Ends the process; a later `read` starts another. */
  async stop(): Promise<void> {
    const stopping = this.#process;
    if (stopping === null) return;
    this.#process = null;
    await new Promise<void>((resolve) => {
      if (stopping.child.exitCode !== null || stopping.child.signalCode !== null) resolve();
      else stopping.child.once('close', () => resolve());
      stopping.child.stdin.end();
    });
  }

  #start(): Process {
    const child = spawn('git', [`--git-dir=${this.#gitDirectory}`, 'cat-file', '--batch'], {
      env: gitEnvironment(),
      cwd: this.#gitDirectory,
    });
    const process: Process = { child, waiting: [], answers: new AnswerParser() };
    const stderr: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdout.on('data', (chunk: Buffer) => {
      for (const answer of process.answers.push(chunk)) process.waiting.shift()?.resolve(answer);
    });
    child.stdin.on('error', () => {});
    child.on('error', (error) => this.#end(process, cannotStart(error)));
    child.on('close', () => {
      const said = Buffer.concat(stderr).toString('utf8').trim();
      this.#end(
        process,
        new AppError('git_failed', `The mirror could not be read: ${said || 'git ended early'}.`),
      );
    });
    return process;
  }

  #end(process: Process, error: AppError): void {
    if (this.#process === process) this.#process = null;
    for (const { reject } of process.waiting.splice(0)) reject(error);
  }
}

/** Cuts the output of `cat-file --batch` into answers; null is "missing". */
class AnswerParser {
  #chunks: Buffer[] = [];
  #length = 0;
  #wanted = 0;
  #header: { name: string; type: string; size: number } | null = null;

  push(chunk: Buffer): (GitObject | null)[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#wanted) return [];
    const answers: (GitObject | null)[] = [];
    let data = Buffer.concat(this.#chunks);
    for (;;) {
      if (this.#header === null) {
        const end = data.indexOf(10);
        if (end === -1) break;
        this.#header = parseHeader(data.toString('utf8', 0, end));
        data = data.subarray(end + 1);
        if (this.#header === null) answers.push(null);
      } else {
        const { name, type, size } = this.#header;
        if (data.length <= size) break;
        answers.push({ name, type, body: data.subarray(0, size) });
        data = data.subarray(size + 1);
        this.#header = null;
      }
    }
    this.#chunks = [data];
    this.#length = data.length;
    this.#wanted = this.#header === null ? 0 : this.#header.size + 1;
    return answers;
  }
}

function parseHeader(line: string): { name: string; type: string; size: number } | null {
  const match = /^([0-9a-f]{40}) (\w+) (\d+)$/.exec(line);
  return match === null ? null : { name: match[1] ?? '', type: match[2] ?? '', size: Number(match[3]) };
}
