import { type SimpleGit, simpleGit } from 'simple-git';
import { type GitEnvironment, gitEnvironment } from './git-environment.ts';

/** How simple-git runs: its whole environment, and how long a verb may take in all. */
export interface ClientOptions {
  environment?: GitEnvironment;
  timeoutMs?: number;
}

/** simple-git for the verbs that answer with text. Its guards stay on; only the names that we set ourselves are let through. */
export function gitClient(directory: string, options: ClientOptions = {}): SimpleGit {
  const { environment = gitEnvironment(), timeoutMs } = options;
  return simpleGit({
    baseDir: directory,
    allowEnvironment: Object.keys(environment),
    unsafe: { allowUnsafeConfigPaths: true, allowUnsafeConfigEnvCount: true },
    ...(timeoutMs === undefined ? {} : { abort: AbortSignal.timeout(timeoutMs) }),
  }).env(environment);
}
