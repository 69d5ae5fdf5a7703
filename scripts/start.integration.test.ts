import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { processIdentity, type RunRecord, readRunRecord } from './supervisor/run-record.ts';
import { freePort, StartedProgram } from './testing/started-program.ts';
import { TemporaryProject } from './testing/temporary-project.ts';

// Whole dashboards start and end here, also on a machine that is busy.
vi.setConfig({ testTimeout: 180_000 });

let project: TemporaryProject;
let port: number;
const programs: StartedProgram[] = [];

beforeEach(async () => {
  project = new TemporaryProject();
  port = await freePort();
});

afterEach(async () => {
  for (const program of programs) program.kill('SIGTERM');
  await Promise.all(programs.splice(0).map((program) => program.ended()));
  project.remove();
});

function start(
  env: Readonly<Record<string, string>> = {},
  command: readonly [string, ...string[]] = ['node', 'scripts/start.mjs'],
): StartedProgram {
  const program = new StartedProgram(project.root, command, { PORT: String(port), ...env });
  programs.push(program);
  return program;
}

function runs(): RunRecord {
  const record = readRunRecord(join(project.root, '.data', 'run.json'));
  if (record === null) throw new Error('nothing runs');
  return record;
}

function pids(): readonly number[] {
  const { pid, processes } = runs();
  return [pid, ...processes.map((one) => one.pid)];
}

async function gone(those: readonly number[]): Promise<void> {
  await vi.waitUntil(() => those.every((pid) => processIdentity(pid) === null), { timeout: 30_000 });
}

async function page(): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/`);
  return await response.text();
}

test('one command builds once, starts everything, says where, and ends all of it in order', async () => {
  const first = start();
  await first.prints(/Ready: http:\/\/127\.0\.0\.1:\d+/);
  await first.prints(/worker +starts: 1/);
  expect(await page()).toBe('hello');
  expect(first.output).toContain(`sandbox in ${join(project.root, '.data', 'sandbox')}`);
  const processes = pids();
  expect(processes).toHaveLength(5);

  first.kill('SIGTERM');
  expect(await first.ended()).toBe(0);
  await gone(processes);
  expect(project.has('.data/postgres.json')).toBe(false);

  const second = start();
  await second.prints(/Ready/);
  await second.prints(/worker +starts: 2/);
  expect(project.read('.next/builds')).toBe('built\n');
});

test('a second start says where the first runs, and leaves it alone', async () => {
  await start().prints(/Ready/);
  const second = start({ PORT: String(await freePort()) });
  expect(await second.ended()).toBe(1);
  expect(second.output).toContain(
    `already runs at http://127.0.0.1:${port} (process ${runs().pid}): use that one`,
  );
  expect(await page()).toBe('hello');
});

test('each process that is killed is started again, the database included', async () => {
  const program = start();
  await program.prints(/worker +starts: 1/);
  await program.prints(/Ready/);
  const before = runs().processes;
  for (const { pid } of before) process.kill(pid, 'SIGKILL');

  await vi.waitUntil(
    () =>
      runs().processes.every(({ pid }) => !before.some((one) => one.pid === pid)) &&
      runs().processes.length === 4,
    {
      timeout: 60_000,
    },
  );

  await program.prints(/worker +starts: [23]/);
  await vi.waitUntil(() => page().catch(() => ''), { timeout: 30_000 });
});

test('when the supervisor is killed everything else ends by itself, and the next start has all data', async () => {
  const first = start();
  await first.prints(/worker +starts: 1/);
  const processes = pids();
  process.kill(runs().pid, 'SIGKILL');
  await first.ended();
  await gone(processes);

  const second = start();
  await second.prints(/worker +starts: 2/);
});

test('when all processes are killed at once, the next start recovers at once', async () => {
  const first = start();
  await first.prints(/worker +starts: 1/);
  for (const pid of [first.pid, ...pids()]) process.kill(pid, 'SIGKILL');

  const second = start();
  await second.prints(/Ready/);
  await second.prints(/worker +starts: 2/);
});

test('what a killed run left behind is ended by the next start', async () => {
  const first = start();
  await first.prints(/worker +starts: 1/);
  const { processes } = runs();
  for (const { pid } of processes) process.kill(pid, 'SIGSTOP');
  for (const pid of [first.pid, runs().pid]) process.kill(pid, 'SIGKILL');

  const second = start();
  await second.prints(/Ready/);
  await gone(processes.map(({ pid }) => pid));
});

test('SIGTERM to npm ends everything, although npm does not pass it on', async () => {
  const npm = start({}, ['npm', 'start']);
  await npm.prints(/Ready/);
  const processes = pids();
  npm.kill('SIGTERM');
  await gone(processes);
});

test('a taken port is one sentence, before anything is built or started', async () => {
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  const program = start();
  expect(await program.ended()).toBe(1);
  expect(program.output.trim()).toBe(
    `Port ${port} is taken by another program: choose another one, for example PORT=${port + 1} npm start.`,
  );
  expect(project.has('.next')).toBe(false);
  other.close();
});

test('sources that do not build are shown with what the build said, and nothing is left running', async () => {
  project.write('broken', '');
  const program = start();
  expect(await program.ended()).toBe(1);
  expect(program.output).toMatch(
    /app\/page\.tsx is broken[\s\S]*The web part could not be built \(exit code 1, see above\)/,
  );
  expect(project.has('.data/postgres')).toBe(false);
});

test('a worker that always ends at once ends the whole, with the reason', async () => {
  project.write('lib/worker/main.ts', `console.error('no fabric today'); process.exit(7);`);
  const program = start();
  expect(await program.ended()).toBe(1);
  expect(program.output).toMatch(/no fabric today/);
  expect(program.output.trim()).toMatch(
    /The worker ended 5 times right after its start \(exit code 7\)\. See its last lines above; then start again\.$/,
  );
});

test('without the sandbox and with another folder only what is wanted runs', async () => {
  const program = start({ SANDBOX: 'off', DATA_DIR: 'elsewhere' });
  await program.prints(/Ready/);
  expect(program.output).not.toMatch(/sandbox/);
  expect(project.has('elsewhere/postgres/data')).toBe(true);
  expect(project.has('.data')).toBe(false);
});

test('a wrong argument names the help', async () => {
  const program = start({}, ['node', 'scripts/start.mjs', '--prod']);
  expect(await program.ended()).toBe(1);
  expect(program.output).toMatch(/Unknown option '--prod'.*see npm start -- --help/s);
});
