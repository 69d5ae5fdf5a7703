import { AppError } from './errors.ts';

/** `.git` in the spellings that file systems take for it, which Git refuses to check out. */
const GIT_FOLDER = /^(?:\.git[ .]*|git~1)(?::.*)?$/i;

/** Why a step of a path cannot be in a repository; null when it can. */
function stepProblem(step: string): string | null {
  if (step === '') return 'a part of it is empty';
  if (step === '.' || step === '..') return `"${step}" leads elsewhere`;
  if (GIT_FOLDER.test(step)) return `"${step}" is Git's own`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u001f\u007f]/.test(step)) return 'it holds a control character';
  return step.includes('\\') ? 'it holds a backslash' : null;
}

function pathProblem(path: string, steps: readonly string[]): string | null {
  if (path.startsWith('/')) return 'it is absolute';
  return steps.map(stepProblem).find((problem) => problem !== null) ?? null;
}

/**
 * A directory as it is kept: from the root of the repository, without slashes at its ends, '' for the root.
 * @throws AppError invalid_input for one that leaves the repository or cannot be in one.
 */
export function normaliseDirectory(directory: string): string {
  const steps = directory.split('/').filter((step) => step !== '' && step !== '.');
  const problem = pathProblem(directory, steps);
  if (problem === null) return steps.join('/');
  throw new AppError(
    'invalid_input',
    `${JSON.stringify(directory)} is no directory of a repository: ${problem}. Give it from the root of the repository, for example "fabrics/prod".`,
  );
}

/** Every path that goes into a Git tree passes here. @throws AppError invalid_input for one that no file can have */
export function requireRepositoryPath(path: string): void {
  const problem = path === '' ? 'it is empty' : pathProblem(path, path.split('/'));
  if (problem === null) return;
  throw new AppError(
    'invalid_input',
    `${JSON.stringify(path)} is no path of a file within a repository: ${problem}. Give it from the root of the repository, for example "fabrics/prod/vpcs/web.yaml".`,
  );
}
