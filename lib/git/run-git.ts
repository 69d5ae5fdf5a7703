import { spawn } from 'node:child_process';
import { AppError } from '../errors.ts';
import { type GitEnvironment, gitEnvironment } from './git-environment.ts';

/** One run of git; without `timeoutMs` it may take as long as it likes. */
export interface GitCommand {
  args: readonly string[];
  gitDirectory?: string;
  environment?: GitEnvironment;
  input?: string;
  timeoutMs?: number;
}

/** How a git process ended; `code` is null when it was stopped. */
export interface GitResult {
  code: number | null;
  stdout: Buffer;
  stderr: string;
  timedOut: boolean;
}

/**
 * Runs one git process for the verbs that simple-git does not suit: quiet ones (it waits 50 ms where nothing is said),
 * those that read standard input, and those whose exit code is the answer. Throws AppError only when git cannot start.
 */
export function runGit(command: GitCommand): Promise<GitResult> {
  const { args, gitDirectory, environment = gitEnvironment(), input, timeoutMs } = command;
  const location = gitDirectory === undefined ? [] : [`--git-dir=${gitDirectory}`];
  return new Promise((resolve, reject) => {
    // A group of its own, so that a timeout reaches the helpers that git starts, too.
    const child = spawn('git', [...location, ...args], {
      env: environment,
      detached: true,
      cwd: gitDirectory ?? '/',
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let timedOut = false;
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            stopGroup(child.pid);
          }, timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(cannotStart(error));
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({
        code,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString('utf8'),
        timedOut,
      });
    });
    // A process that ends early closes its input; its exit code tells why.
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}

/** Ends a process and all it started. */
function stopGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

/** The failure that names what is missing on this machine. */
export function cannotStart(error: Error): AppError {
  return new AppError(
    'git_failed',
    'The program "git" cannot be started on the worker. Install git 2.31 or newer.',
    {
      cause: error,
    },
  );
}
