import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { takeFileLock } from '../../db/embedded/file-lock.ts';
import { AppError } from '../../lib/errors.ts';
import { ensureBuilt, isBuilt } from '../supervisor/build.ts';
import { ensureChromium } from './chromium.ts';
import { type Counts, CRASHED, countPlaywright, countVitest, NOTHING, readCounts } from './counts.ts';
import { runCommand } from './run-command.ts';

export interface Suite {
  readonly name: string;
  run(): Promise<Counts>;
}

/** What `npm test` runs, in this order. Reports go below test-results. */
export function testSuites(root: string): readonly Suite[] {
  return [
    vitest(root, 'unit'),
    vitest(root, 'integration'),
    { name: 'browser', run: () => runBrowserTests(root) },
  ];
}

/** What CI checks besides; each is a failure or nothing. */
export function checkSuites(root: string): readonly Suite[] {
  const bin = (path: string) => join('node_modules', path);
  const check = (name: string, ...commands: string[][]): Suite => ({
    name,
    async run() {
      for (const command of commands) if (!(await runCommand(root, command))) return CRASHED;
      return NOTHING;
    },
  });
  return [
    check('format and lint', [bin('@biomejs/biome/bin/biome'), 'ci', '.']),
    check('types', [bin('next/dist/bin/next'), 'typegen'], [bin('typescript/bin/tsc'), '--noEmit']),
    check('import directions', ['scripts/check-boundaries.ts']),
    check('unused code', [bin('knip/bin/knip.js')]),
  ];
}

function vitest(root: string, project: 'unit' | 'integration'): Suite {
  return {
    name: project,
    async run() {
      const report = freshReport(root, project);
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters];
      return readCounts(report, await runCommand(root, args), countVitest);
    },
  };
}

async function runBrowserTests(root: string): Promise<Counts> {
  if (!hasBrowserTests(root)) {
    console.log('\n*** NO BROWSER TESTS: e2e/ holds none, so nothing was tried in a browser. ***\n');
    return NOTHING;
  }
  const chromium = await ensureChromium();
  refuseToBuildUnderRunningDashboard(root);
  await ensureBuilt(root, console.log);
  const report = freshReport(root, 'browser');
  const succeeded = await runCommand(root, ['node_modules/playwright/cli.js', 'test'], {
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_REPORT: report,
  });
  return readCounts(report, succeeded, countPlaywright);
}

function hasBrowserTests(root: string): boolean {
  const folder = join(root, 'e2e');
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith('.spec.ts'));
}

function refuseToBuildUnderRunningDashboard(root: string): void {
  const lockFile = join(root, '.data', 'run.lock');
  if (isBuilt(root) || !existsSync(lockFile)) return;
  const lock = takeFileLock(lockFile);
  if (lock === null) {
    throw new AppError(
      'conflict',
      'The dashboard of this folder runs, and its web part has to be built again for the browser tests: stop it first.',
    );
  }
  lock.release();
}

function freshReport(root: string, name: string): string {
  const folder = join(root, 'test-results');
  mkdirSync(folder, { recursive: true });
  const report = join(folder, `${name}.json`);
  rmSync(report, { force: true });
  return report;
}
