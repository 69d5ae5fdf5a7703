import type { FabricRow } from '#db/queries/fabrics.ts';
import { AppError } from '#lib/errors.ts';

/**
 * Until people can sign in, only the sandbox may be written to.
 * @throws AppError read_only
 */
export function requireSandbox(fabric: FabricRow): void {
  if (fabric.sandbox) return;
  throw new AppError(
    'read_only',
    `Fabric ${fabric.name} is read-only: until people can sign in, only the sandbox takes changes. Commit to its repository directly.`,
  );
}
