import { join } from 'node:path';
import type { Environment } from '../../lib/env.ts';
import { AppError } from '../../lib/errors.ts';
import type { Service } from './keep-running.ts';
import { processService } from './process-service.ts';

export type ProgramStarter = (name: string, ...args: string[]) => Service;

export function programStarter(
  root: string,
  environment: Environment,
  { dev, print }: { dev: boolean; print(line: string): void },
): ProgramStarter {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATA_DIR: environment.dataDirectory,
    SANDBOX_DIR: environment.sandboxDirectory,
    // Played once the dashboard watches, so that every state is reached before its eyes.
    SANDBOX_DAY: 'later',
    PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`,
  };
  return (name, ...args) => processService(args, { name, cwd: root, env, print });
}

export function webCommand(port: number, dev: boolean): readonly string[] {
  return ['node_modules/next/dist/bin/next', dev ? 'dev' : 'start', '-H', '127.0.0.1', '-p', String(port)];
}

// In a process of its own: what only the start needs does not stay in the memory of the supervisor.
export async function migrate(program: ProgramStarter, signal: AbortSignal): Promise<void> {
  const migration = await program('migrate', 'scripts/migrate.ts').start();
  const end = () => void migration.stop();
  signal.addEventListener('abort', end);
  const how = await migration.exited;
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  if (how === 'exit code 0') return;
  throw new AppError(
    'database_unavailable',
    `The database could not be brought up to date (${how}), see above.`,
  );
}
