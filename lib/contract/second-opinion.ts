import { z } from 'zod';
import { OPINION_OUTCOMES } from '../domain/drift/second-opinion.ts';
import { Moment } from './readings.ts';

/** What the API server answered to a dry run of desired over the live object as they are now. */
export const SecondOpinion = z.strictObject({
  outcome: z.enum(OPINION_OUTCOMES),
  /** The server's words, unchanged; null when it had nothing to object. */
  message: z.string().nullable(),
  /** The first of the paths that applying would change. */
  changes: z.array(z.string()),
  changeCount: z.number(),
  askedAt: Moment,
});
export type SecondOpinion = z.infer<typeof SecondOpinion>;
