import { parseArgs } from 'node:util';
import { AppError } from '../../lib/errors.ts';
import { runDashboard } from './run-dashboard.ts';

const USAGE = `Usage: npm start [-- --dev]
  --dev       Next.js in development mode
Environment: PORT (3000), DATA_DIR (.data), DATABASE_URL (embedded PostgreSQL), SANDBOX (on, off),
             SANDBOX_DIR, APP_SECRET, LOG_LEVEL (info)`;

const ending = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
endWithParent();
// Whoever reads our lines may go away; the dashboard stays.
process.stdout.on('error', () => {});

process.exitCode = await main();
process.exit();

async function main(): Promise<number> {
  try {
    const { dev, help } = readArguments();
    if (help) {
      console.log(USAGE);
      return 0;
    }
    await runDashboard({ dev, print: (line) => console.log(line), signal: ending.signal });
    return 0;
  } catch (error) {
    if (ending.signal.aborted) return 130;
    console.error(error instanceof AppError ? error.message : error);
    return 1;
  }
}

function readArguments(): { dev: boolean; help: boolean } {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ options: { dev: flag, help: flag } }).values;
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new AppError('invalid_input', `${what}: see npm start -- --help.`, { cause: error });
  }
}

function end(): void {
  if (!ending.signal.aborted) console.log('Stopping …');
  ending.abort();
}

function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), 250).unref();
}
