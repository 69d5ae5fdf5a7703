import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../lib/errors.ts';
import { canReach, serverUser } from './server-user.ts';

/**
 * The folder of the server that belongs to a data folder: inside it, unless this process is root and the server's user
 * cannot get there (a checkout under /root); then one below `elsewhere`, remembered in the data folder.
 */
export function locateServer(dataDirectory: string, elsewhere = '/var/lib/fabric-lifecycle'): string {
  const pointer = join(dataDirectory, 'postgres-location');
  if (existsSync(pointer)) return follow(pointer);
  const inside = join(dataDirectory, 'postgres');
  const user = serverUser();
  if (existsSync(inside) || user === null || canReach(inside, user)) return inside;
  mkdirSync(elsewhere, { recursive: true });
  if (!canReach(elsewhere, user)) chmodSync(elsewhere, 0o755);
  const outside = mkdtempSync(join(elsewhere, `${basename(dirname(dataDirectory))}-`));
  chmodSync(outside, 0o711);
  writeFileSync(pointer, `${outside}\n`);
  return outside;
}

function follow(pointer: string): string {
  const place = readFileSync(pointer, 'utf8').trim();
  if (existsSync(place)) return place;
  throw new AppError(
    'database_unavailable',
    `The database of this installation was kept in ${place}, which is gone: restore it, or delete ${pointer} to start with an empty one.`,
  );
}
