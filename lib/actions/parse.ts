import type { z } from 'zod';
import { AppError } from '#lib/errors.ts';

/** Reads what the browser sent. @throws AppError invalid_input */
export function parse<T>(shape: z.ZodType<T>, input: unknown): T {
  const result = shape.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new AppError(
    'invalid_input',
    `${issue?.path.join('.') || 'The input'} ${issue?.message ?? 'is wrong'}.`,
  );
}
