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
    const { values } = parseArgs({
      options: { dev: { type: 'boolean', default: false }, help: { type: 'boolean' } },
    });
    if (values.help) {
      console.log(USAGE);
      return 0;
    }
    await runDashboard({ dev: values.dev, print: (line) => console.log(line), signal: ending.signal });
    return 0;
  } catch (error) {
    if (ending.signal.aborted) return 130;
    console.error(isForPeople(error) ? error.message : error);
    return 1;
  }
}

function isForPeople(error: unknown): error is Error {
  return error instanceof AppError || (error instanceof TypeError && 'code' in error);
}

function end(): void {
  if (!ending.signal.aborted) console.log('Stopping …');
  ending.abort();
}

function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), 250).unref();
}
