import { z } from 'zod';

const Name = z.string().min(1).max(253);

/** Which resource an action is about. */
export const ResourceInput = z.object({
  fabricId: z.uuid(),
  group: z.string().max(253),
  kind: Name,
  namespace: z.string().max(253),
  name: Name,
});
export type ResourceInput = z.infer<typeof ResourceInput>;

export function identityOf({ group, kind, namespace, name }: ResourceInput) {
  return { group, kind, namespace, name };
}
