import { join } from 'node:path';
import { AppError } from '../../lib/errors.ts';
import { signalGroup } from '../supervisor/process-service.ts';
import { add, type Counts, CRASHED, describeCounts, NOTHING } from './counts.ts';
import { checkSuites, type Suite, testSuites } from './suites.ts';

const ROOT = join(import.meta.dirname, '..', '..');

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
endWithParent();

const withChecks = readArguments(process.argv.slice(2)).includes('--checks');
const rows: string[] = [];
let total: Counts = NOTHING;
for (const suite of [...(withChecks ? checkSuites(ROOT) : []), ...testSuites(ROOT)]) {
  console.log(`\n=== ${suite.name} ===`);
  const startedAt = performance.now();
  const counts = await run(suite);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  rows.push(`${suite.name.padEnd(20)}${seconds.padStart(7)} s   ${describeCounts(counts)}`);
  total = add(total, counts);
}
console.log(`\n${rows.join('\n')}\n\n${describeCounts(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;

function readArguments(args: string[]): string[] {
  const unknown = args.find((arg) => arg !== '--checks');
  if (unknown === undefined) return args;
  console.error(`There is no ${unknown} here.\nUsage: npm test [-- --checks]`);
  process.exit(2);
}

async function run(suite: Suite): Promise<Counts> {
  try {
    return await suite.run();
  } catch (error) {
    console.error(error instanceof AppError ? error.message : error);
    return CRASHED;
  }
}

/** With everything that the suites started: this process leads a group of its own under npm test. */
function end(): void {
  signalGroup(process.pid, 'SIGTERM');
  process.exit(130);
}

function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), 250).unref();
}
