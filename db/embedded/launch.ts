import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { AppError } from '../../lib/errors.ts';
import { serverUser } from './server-user.ts';

/** Starts a program of the server: as its user, in a process group of its own, with an environment of its own. */
export async function launch(
  binaries: string,
  program: 'initdb' | 'postgres',
  args: readonly string[],
  stdio: StdioOptions,
): Promise<ChildProcess> {
  const [command = '', ...prefix] = program === 'postgres' ? endsWithParent() : [];
  const file = join(binaries, 'bin', program);
  const child = spawn(command || file, command ? [...prefix, file, ...args] : args, {
    stdio,
    cwd: '/',
    detached: true,
    env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
    ...(serverUser() ?? {}),
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => reject(cannotRun(cause)));
  });
  return child;
}

// Without setpriv the server outlives a parent that was killed, and the next start ends it.
function endsWithParent(): readonly string[] {
  const command = ['setpriv', '--pdeathsig', 'SIGINT', '--'] as const;
  return spawnSync(command[0], [...command.slice(1), 'true']).status === 0 ? command : [];
}

function cannotRun(cause: Error): AppError {
  const code = 'code' in cause ? cause.code : '';
  const reason =
    code === 'EPERM' || code === 'EINVAL'
      ? 'PostgreSQL refuses to run as root, and this root may become no other user: run as an ordinary user'
      : 'PostgreSQL does not run on this system (it needs Linux with glibc)';
  return new AppError('database_unavailable', `${reason}, or set DATABASE_URL. (${cause.message})`, {
    cause,
  });
}
