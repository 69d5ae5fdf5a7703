import { AppError } from '../errors.ts';

/**
 * A directory as it is kept: from the root of the repository, without slashes at its ends, '' for the root.
 * @throws AppError invalid_input for one that leaves the repository or cannot be in one.
 */
export function normaliseDirectory(directory: string): string {
  const steps = directory.split('/').filter((step) => step !== '' && step !== '.');
  if (directory.startsWith('/') || !steps.every(isPathStep)) {
    throw new AppError(
      'invalid_input',
      `"${directory}" is no directory of a repository. Give it from the root of the repository, for example "fabrics/prod".`,
    );
  }
  return steps.join('/');
}

/** True for a file path that Git would take: relative, without "..", ".git" and control characters. */
export function isRepositoryPath(path: string): boolean {
  return path.split('/').every((step) => step !== '' && step !== '.' && isPathStep(step));
}

function isPathStep(step: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  return step !== '..' && step.toLowerCase() !== '.git' && !/[\u0000-\u001f\u007f\\]/.test(step);
}
