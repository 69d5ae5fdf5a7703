/** Every failure that leaves a service, with its stable number (shown to people, safe to search for). */
export const ERROR_CODES = {
  invalid_input: 1001,
  not_found: 1002,
  conflict: 1003,
  forbidden: 1004,
  refused: 1005,
  read_only: 1006,
  git_failed: 2001,
  git_unreachable: 2002,
  git_credentials: 2003,
  git_push_rejected: 2004,
  cluster_failed: 3001,
  cluster_unreachable: 3002,
  cluster_credentials: 3003,
  cluster_forbidden: 3004,
  kubeconfig_invalid: 3005,
  database_unavailable: 4001,
  worker_unavailable: 4002,
  internal: 9001,
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/**
 * A failure with a closed code. `message` is one sentence for people: what happened, to what, what to do next.
 * *Failed* (the world said no) and *errored* (it could not be asked) are different codes, e.g. git_push_rejected and git_unreachable.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly number: number;
  readonly details: Record<string, string>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Record<string, string> } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.number = ERROR_CODES[code];
    this.details = options.details ?? {};
  }
}

/** The error if it is ours, else an `internal` one that keeps it as its cause. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('internal', error instanceof Error ? error.message : String(error), { cause: error });
}
