import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { AppError } from '../../lib/errors.ts';
import { launch } from './launch.ts';
import { serverUser } from './server-user.ts';

export const SUPERUSER = 'postgres';

/** Makes the data folder unless it is there; an interrupted attempt leaves nothing that looks finished. */
export async function initCluster(
  binaries: string,
  data: string,
  options: { major: string; durable: boolean },
): Promise<void> {
  if (existsSync(data)) return checkVersion(data, options.major);
  const draft = `${data}.partial`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft);
  chmodSync(draft, 0o700);
  const user = serverUser();
  if (user !== null) chownSync(draft, user.uid, user.gid);
  // With an empty environment initdb would choose SQL_ASCII.
  const encoding = ['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const args = [
    '-D',
    draft,
    '-U',
    SUPERUSER,
    '-A',
    'trust',
    ...encoding,
    ...(options.durable ? [] : ['--no-sync']),
  ];
  const child = await launch(binaries, 'initdb', args, ['ignore', 'ignore', 'pipe']);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const complaint = child.stderr === null ? '' : await text(child.stderr);
  if ((await ended) !== 0) throw explainFailure(data, complaint);
  renameSync(draft, data);
}

function checkVersion(data: string, major: string): void {
  const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (found === major) return;
  throw new AppError(
    'database_unavailable',
    `The database in ${data} is of PostgreSQL ${found}, this version brings ${major}: move it away to start anew, or run the version that made it and export what you need.`,
  );
}

/** The reason of a failed start, from what the server wrote. */
export function explainFailure(data: string, complaint: string): AppError {
  const [reason = complaint.trim().replaceAll('\n', ' ') || 'it gave no reason'] =
    complaint.match(/(?:FATAL|PANIC|error):.*/) ?? [];
  const full = /No space left on device|Disk quota exceeded/.test(complaint);
  return new AppError(
    'database_unavailable',
    full
      ? `The disk of ${data} is full: free some space (500 MB are enough) and start again.`
      : `The embedded database in ${data} did not start: ${reason}`,
  );
}
