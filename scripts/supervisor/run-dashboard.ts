import { rmSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type FileLock, takeFileLock } from '../../db/embedded/file-lock.ts';
import { openDataDirectory } from '../../lib/data-directory.ts';
import { type Environment, getEnvironment } from '../../lib/env.ts';
import { AppError } from '../../lib/errors.ts';
import { readSecretKey } from '../../lib/secret-key.ts';
import { ensureBuilt } from './build.ts';
import { startedDatabase } from './database-service.ts';
import {
  type Keeper,
  type KeepRunningPolicy,
  keepRunning,
  type Running,
  type Service,
} from './keep-running.ts';
import { checkPort, checkSpace } from './preflight.ts';
import { migrate, programStarter, webCommand } from './programs.ts';
import { endLeftovers, readRunRecord, writeRunRecord } from './run-record.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const POLICY: KeepRunningPolicy = {
  steadyMilliseconds: 15_000,
  quickEnds: 5,
  now: () => performance.now(),
  pause: (milliseconds, signal) => delay(milliseconds, undefined, { signal }).catch(() => {}),
};

export interface DashboardOptions {
  /** Next.js in development mode: no build, and changes show at once. */
  readonly dev: boolean;
  print(line: string): void;
  /** Ends everything, in order. */
  readonly signal: AbortSignal;
}

/** Runs the whole dashboard until it is told to end. @throws AppError when it cannot be started, or not be kept running */
export async function runDashboard(options: DashboardOptions): Promise<void> {
  const environment = getEnvironment();
  openDataDirectory(environment.dataDirectory);
  const lock = claimInstallation(environment);
  const runFile = join(environment.dataDirectory, 'run.json');
  try {
    await endLeftovers(runFile);
    checkSpace(environment.dataDirectory);
    await checkPort(environment.port);
    readSecretKey(environment);
    if (!options.dev) await ensureBuilt(ROOT, options.print, options.signal);
    await runServices(environment, options, runFile);
    rmSync(runFile, { force: true });
  } finally {
    lock.release();
  }
}

function claimInstallation({ dataDirectory }: Environment): FileLock {
  const lock = takeFileLock(join(dataDirectory, 'run.lock'));
  if (lock !== null) return lock;
  const run = readRunRecord(join(dataDirectory, 'run.json'));
  const where = run === null ? '' : ` at http://127.0.0.1:${run.port} (process ${run.pid})`;
  throw new AppError(
    'conflict',
    `The dashboard of ${dataDirectory} already runs${where}: use that one, stop it first, or start another with DATA_DIR and PORT of its own.`,
  );
}

async function runServices(
  environment: Environment,
  options: DashboardOptions,
  runFile: string,
): Promise<void> {
  const failure = Promise.withResolvers<never>();
  // Whoever gives up while the start is still busy is heard at its end.
  failure.promise.catch(() => {});
  const foundations: Keeper[] = [];
  const users: Keeper[] = [];
  const keep = (service: Service, keepers: Keeper[]) => {
    const keeper = keepRunning(service, POLICY, {
      started: () => record(runFile, environment.port, [...foundations, ...users], options.print),
      ended: options.print,
      gaveUp: (sentence) =>
        failure.reject(new AppError('internal', `${sentence} See its last lines above; then start again.`)),
    });
    keepers.push(keeper);
  };
  let onboarding: Running | null = null;
  const stopped = new Promise<void>((resolve) => options.signal.addEventListener('abort', () => resolve()));
  try {
    if (environment.databaseUrl === undefined) {
      keep(await startedDatabase(environment.dataDirectory, options.print), foundations);
    }
    const program = programStarter(ROOT, environment, options);
    await migrate(program, options.signal);
    if (environment.sandbox) {
      keep(program('sandbox', 'lib/sandbox/main.ts'), foundations);
      onboarding = await program('sandbox', 'scripts/onboard.ts').start();
    }
    keep(program('worker', 'lib/worker/main.ts'), users);
    keep(program('web', ...webCommand(environment.port, options.dev)), users);
    const ready = listening(environment.port, options.signal).then(() => {
      if (!options.signal.aborted)
        options.print(`Ready: http://127.0.0.1:${environment.port} (Ctrl-C stops everything)`);
    });
    await Promise.race([Promise.all([ready, stopped]), failure.promise]);
  } finally {
    // What others stand on goes last: they write what they did before they end.
    await Promise.all([onboarding?.stop(), ...users.map((keeper) => keeper.stop())]);
    for (const keeper of foundations.toReversed()) await keeper.stop();
  }
}

// A full disk must not end a dashboard that runs.
function record(
  runFile: string,
  port: number,
  keepers: readonly Keeper[],
  print: (line: string) => void,
): void {
  try {
    writeRunRecord(
      runFile,
      port,
      keepers.flatMap((keeper) => keeper.current()?.pid ?? []),
    );
  } catch (error) {
    print(`What runs could not be noted in ${runFile}: ${error instanceof Error ? error.message : error}`);
  }
}

async function listening(port: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answered = await new Promise<boolean>((resolve) => {
      const socket = connectTcp(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (answered) return;
    await delay(100);
  }
}
