import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whom the server runs as when this process is root, which PostgreSQL refuses. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` when this process is root, else null: the server then runs as this process does. */
export function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  const entry = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readPasswd());
  return { uid: Number(entry?.[1] ?? 65534), gid: Number(entry?.[2] ?? 65534) };
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
}

/** Whether the user may enter every folder on the way to `path`, which is absolute; the missing end of it does not count. */
export function canReach(path: string, user: ServerUser): boolean {
  const parent = dirname(path);
  if (parent !== path && !canReach(parent, user)) return false;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return true;
  const search = stat.uid === user.uid ? 0o100 : stat.gid === user.gid ? 0o010 : 0o001;
  return (stat.mode & search) !== 0;
}
