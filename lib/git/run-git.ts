import { spawn } from 'node:child_process';
import { AppError } from '../errors.ts';
import { type GitEnvironment, gitEnvironment, remoteEnvironment } from './git-environment.ts';
import type { GitCredentials } from './reading.ts';
import { parseRepositoryUrl } from './repository-url.ts';

/** One run of git on a store of this machine. */
export interface GitCommand {
  args: readonly string[];
  gitDirectory?: string;
  input?: string;
}

/** One run of git that talks to a repository elsewhere, and how long it may take in all. */
export interface RemoteCommand extends GitCommand {
  url: string;
  credentials: GitCredentials;
  timeoutMs: number;
}

/** How a git process ended; `code` is null when it was stopped. */
export interface GitResult {
  code: number | null;
  stdout: string;
  stderr: string;
  timedOut: boolean;
}

interface Start extends GitCommand {
  environment: GitEnvironment;
  timeoutMs: number | null;
  ownGroup: boolean;
}

/**
 * Runs one git process whose exit code or silence is its answer, or that reads standard input; simple-git waits 50 ms
 * where nothing is said and offers no input. Throws AppError only when git cannot start.
 */
export function runGit(command: GitCommand): Promise<GitResult> {
  return start({ ...command, environment: gitEnvironment(), timeoutMs: null, ownGroup: false });
}

/**
 * Runs one git process against a repository elsewhere. At the end of its time all that it started ends with it; simple-git
 * would end git alone, and leave its HTTP helper waiting for ever. Throws AppError only when git cannot start.
 */
export function runRemoteGit(command: RemoteCommand): Promise<GitResult> {
  const { url, credentials, timeoutMs } = command;
  // A fetch from this machine starts nothing that outlives it, and starting a session is dear on a busy machine.
  const ownGroup = parseRepositoryUrl(url).origin !== null || command.args[0] !== 'fetch';
  return start({ ...command, environment: remoteEnvironment(url, credentials), timeoutMs, ownGroup });
}

/** The failure that names what is missing on this machine. */
export function cannotStart(error: Error): AppError {
  const message = 'The program "git" cannot be started on the worker. Install git 2.31 or newer.';
  return new AppError('git_failed', message, { cause: error });
}

function start({
  args,
  gitDirectory,
  input = '',
  environment,
  timeoutMs,
  ownGroup,
}: Start): Promise<GitResult> {
  const location = gitDirectory === undefined ? [] : [`--git-dir=${gitDirectory}`];
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...location, ...args], {
      env: environment,
      detached: ownGroup,
      cwd: gitDirectory ?? '/',
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let timedOut = false;
    const stop = () => {
      timedOut = true;
      if (ownGroup) stopGroup(child.pid);
      else child.kill('SIGKILL');
    };
    const timer = timeoutMs === null ? undefined : setTimeout(stop, timeoutMs);
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
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
        timedOut,
      });
    });
    // A process that ends early closes its input; its exit code tells why.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
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
