import { toDatabaseError } from '#db/errors.ts';
import { type AppError, toAppError } from './errors.ts';

/** Any failure as ours; a database that cannot be asked keeps its own code and what to do about it. */
export function toWebError(error: unknown): AppError {
  return toDatabaseError(error) ?? toAppError(error);
}
