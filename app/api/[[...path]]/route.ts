import { AppError } from '#lib/errors.ts';
import { refuse } from '../answer.ts';

/** Every address below /api that has no route of its own: programs read the answer, so it is no page. */
export const GET = (request: Request) =>
  refuse(new AppError('not_found', `There is nothing at ${new URL(request.url).pathname}.`));
