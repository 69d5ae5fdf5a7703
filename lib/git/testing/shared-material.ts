import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * A folder or file of the shared material beside the project (or under SHARED_DIR); null, said loudly, where it is absent.
 */
export function sharedMaterial(path: string, suite: string): string | null {
  const found = resolve(process.env.SHARED_DIR ?? resolve(import.meta.dirname, '../../../../shared'), path);
  if (existsSync(found)) return found;
  console.warn(
    `*** ${suite}: ${path} of the shared material is absent (set SHARED_DIR); these tests DID NOT RUN. ***`,
  );
  return null;
}
