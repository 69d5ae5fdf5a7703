import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

test.each([
  ['scripts/fabric.ts', ['list', '--until', 'x'], 'There is no --until here.\nUsage: npm run fabric -- list'],
  ['scripts/compare.ts', ['--foo', 'a', 'b'], 'There is no --foo here.\nUsage: npm run compare'],
  ['scripts/compare.ts', ['--json', '--json', 'a', 'b'], '--json is given twice.\nUsage: npm run compare'],
  [
    'scripts/sandbox.ts',
    ['hold', 'VPC', 'a', '-m', 'x'],
    'There is no -m here.\nUsage: npm run sandbox -- hold',
  ],
  ['scripts/bench.ts', ['live', '1', '2'], 'live takes no 2.'],
  ['scripts/bench.ts', ['compare', '.', '--loud'], 'compare takes no --loud.'],
  ['scripts/test/main.ts', ['--foo'], 'There is no --foo here.\nUsage: npm test'],
])('%s %j ends with 2 and says what it does not use', (script, args, message) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(stderr).toContain(message);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

test.each([
  ['scripts/fabric.ts', ['ignore', '--help'], 'Usage: npm run fabric -- ignore N --path P'],
  ['scripts/compare.ts', ['--help'], 'Usage: npm run compare'],
  ['scripts/sandbox.ts', ['commit', '--help'], 'Usage: npm run sandbox -- commit FILE[:PATH]'],
])('%s %j explains itself', (script, args, usage) => {
  const { status, stdout } = spawnSync(process.execPath, [script, ...args], { cwd: ROOT, encoding: 'utf8' });
  expect(stdout).toContain(usage);
  expect(status).toBe(0);
});
