import { databaseErrorCode, toDatabaseError } from '#db/errors.ts';
import { AppError, toAppError } from './errors.ts';

const NOT_A_TEXT = '22021';

/** Any failure as ours; a database that cannot be asked, or not with such a text, keeps its own code and what to do about it. */
export function toWebError(error: unknown): AppError {
  if (databaseErrorCode(error) === NOT_A_TEXT) {
    const message = 'A NUL character can be neither stored nor looked for: take it out.';
    return new AppError('invalid_input', message, { cause: error });
  }
  return toDatabaseError(error) ?? toAppError(error);
}
