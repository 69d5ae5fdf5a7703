import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What a suite of tests came to. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 };
/** A suite that did not get as far as its tests counts as one failure. */
export const CRASHED: Counts = { passed: 0, failed: 1, skipped: 0 };

const vitestShape = z.object({
  numPassedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

/** A file that could not even be loaded counts as one failure. */
export function countVitest(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } =
    vitestShape.parse(report);
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
  };
}

const playwrightShape = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/** A test that passed only when repeated did not pass. */
export function countPlaywright(report: unknown): Counts {
  const { expected, unexpected, flaky, skipped } = playwrightShape.parse(report).stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

/** The counts of a report, made to agree with how the runner ended; a missing or broken report is a crash. */
export function readCounts(file: string, succeeded: boolean, count: (report: unknown) => Counts): Counts {
  try {
    const counts = count(JSON.parse(readFileSync(file, 'utf8')));
    return succeeded || counts.failed > 0 ? counts : add(counts, CRASHED);
  } catch {
    return CRASHED;
  }
}

export function add(one: Counts, other: Counts): Counts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

export function describeCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
