import type { Problem } from './problem.ts';

/** A question that the server could not answer. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

const UNREACHABLE: Problem = {
  code: 'unreachable',
  number: 5001,
  message: 'The dashboard does not answer. What is shown is the last that was known.',
  details: {},
};

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'number' in body && 'message' in body;
}

/** Asks a GET handler of ours; a failure of any kind becomes a `ProblemError`. */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    headers: { accept: 'application/json' },
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ProblemError(UNREACHABLE);
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body !== null) return body as T;
  throw new ProblemError(
    isProblem(body) ? body : { ...UNREACHABLE, details: { status: String(response.status) } },
  );
}
