import { type SimpleGit, simpleGit } from 'simple-git';
import { gitEnvironment } from './git-environment.ts';

/**
 * simple-git on a mirror, for the verbs that answer with text. Its guards stay on; let through is only the one file of
 * configuration that we set ourselves, which is none.
 */
export function gitClient(gitDirectory: string): SimpleGit {
  const environment = gitEnvironment();
  return simpleGit({
    baseDir: gitDirectory,
    allowEnvironment: Object.keys(environment),
    unsafe: { allowUnsafeConfigPaths: true },
  }).env(environment);
}
