import { z } from 'zod';
import { RESOURCE_STATES } from '../domain/lifecycle/states.ts';

/** A resource that ⌘K can jump to. */
export const JumpTarget = z.strictObject({
  fabric: z.string(),
  group: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  state: z.enum(RESOURCE_STATES).nullable(),
});
export type JumpTarget = z.infer<typeof JumpTarget>;
