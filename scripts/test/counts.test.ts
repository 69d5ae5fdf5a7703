import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { add, CRASHED, countPlaywright, countVitest, describeCounts, readCounts } from './counts.ts';

function vitestReport(changes: object = {}): object {
  return {
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...changes,
  };
}

describe('countVitest', () => {
  test('counts passed, failed and skipped tests', () => {
    const report = vitestReport({ numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 });
    expect(countVitest(report)).toEqual({ passed: 3, failed: 1, skipped: 3 });
  });

  test('a file that could not be loaded is a failure, one with failed tests is not counted twice', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ];
    expect(countVitest(vitestReport({ numFailedTests: 1, testResults })).failed).toBe(2);
  });
});

test('a browser test that passed only when repeated counts as failed', () => {
  const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2, duration: 1 } };
  expect(countPlaywright(report)).toEqual({ passed: 4, failed: 2, skipped: 2 });
});

describe('readCounts', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fabric-counts-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function report(content: string): string {
    const file = join(folder, 'report.json');
    writeFileSync(file, content);
    return file;
  }

  test('a suite that left no report, or a broken one, crashed', () => {
    expect(readCounts(join(folder, 'none.json'), true, countVitest)).toEqual(CRASHED);
    expect(readCounts(report('{"half'), true, countVitest)).toEqual(CRASHED);
    expect(readCounts(report('{}'), true, countVitest)).toEqual(CRASHED);
  });

  test('a runner that failed without a failed test adds a failure', () => {
    const file = report(JSON.stringify(vitestReport()));
    expect(readCounts(file, true, countVitest).failed).toBe(0);
    expect(readCounts(file, false, countVitest)).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  test('a runner that failed with a failed test adds none', () => {
    expect(
      readCounts(report(JSON.stringify(vitestReport({ numFailedTests: 2 }))), false, countVitest).failed,
    ).toBe(2);
  });
});

test('the closing line names skipped tests only when there are some', () => {
  expect(describeCounts({ passed: 1, failed: 0, skipped: 0 })).toBe('1 passed, 0 failed');
  expect(describeCounts(add({ passed: 1, failed: 2, skipped: 1 }, CRASHED))).toBe(
    '1 passed, 3 failed, 1 skipped',
  );
});
