import { createHash } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../lib/errors.ts';
import { canReach, serverUser } from './server-user.ts';

// sun_path of Linux is 108 bytes with its final zero.
const LONGEST_SOCKET = 107;

/** The parts of the folder that one server has to itself. */
export interface ServerFolder {
  readonly data: string;
  readonly socket: string;
  readonly lock: string;
  readonly log: string;
}

/** Makes what is missing, or says why the server could not live in `folder`, which is absolute. */
export function openServerFolder(folder: string): ServerFolder {
  const user = serverUser();
  if (user !== null && !canReach(folder, user)) {
    throw new AppError(
      'database_unavailable',
      `PostgreSQL does not run as root, and its user cannot enter ${folder}: allow that (chmod o+x on the folders above), or choose another place.`,
    );
  }
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, user === null ? 0o700 : 0o711);
  return {
    data: join(folder, 'data'),
    socket: makeSocketFolder(folder),
    lock: join(folder, 'lock'),
    log: join(folder, 'log'),
  };
}

function makeSocketFolder(folder: string): string {
  const user = serverUser();
  const preferred = join(folder, 'socket');
  const fits = Buffer.byteLength(join(preferred, '.s.PGSQL.5432')) <= LONGEST_SOCKET;
  const socket = fits ? preferred : join(tmpdir(), `fabric-socket-${shortHash(folder)}`);
  mkdirSync(socket, { recursive: true });
  const owner = statSync(socket).uid;
  if (owner !== process.getuid?.() && owner !== user?.uid) {
    throw new AppError(
      'database_unavailable',
      `The folder ${socket} belongs to another user: ask for its removal.`,
    );
  }
  chmodSync(socket, 0o700);
  if (user !== null) chownSync(socket, user.uid, user.gid);
  return socket;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
