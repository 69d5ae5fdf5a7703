import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Running } from './keep-running.ts';
import { startProcess } from './process-service.ts';
import { endLeftovers, processIdentity, readRunRecord, writeRunRecord } from './run-record.ts';

let folder: string;
let lines: string[];
const started: Running[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fabric-process-'));
  lines = [];
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((running) => running.stop()));
  rmSync(folder, { recursive: true });
});

async function start(program: string): Promise<Running> {
  const file = join(folder, 'program.cjs');
  writeFileSync(file, program);
  const options = { name: 'part', cwd: folder, env: process.env, print: (line: string) => lines.push(line) };
  const running = await startProcess([file], options);
  started.push(running);
  return running;
}

async function printed(text: string): Promise<void> {
  await vi.waitUntil(() => lines.some((line) => line.includes(text)), { timeout: 30_000 });
}

async function gone(pid: number): Promise<void> {
  await vi.waitUntil(() => processIdentity(pid) === null, { timeout: 30_000 });
}

test('what a process prints carries its name, errors and a last line without an end included', async () => {
  const running = await start(
    `console.error('bad'); process.stdout.write('last words'); process.exitCode = 3;`,
  );
  expect(await running.exited).toBe('exit code 3');
  await printed('last words');
  expect(lines.toSorted()).toEqual(['part     bad', 'part     last words']);
});

test('stop ends what the process started, too', async () => {
  const running = await start(`
    const { spawn } = require('node:child_process');
    console.log('child ' + spawn('sleep', ['600']).pid);
    setInterval(() => {}, 1000);`);
  await printed('child');
  const child = Number(lines[0]?.split(' ').at(-1));
  await running.stop();
  await gone(child);
  expect(processIdentity(running.pid)).toBeNull();
});

test('a program that cannot be started says why', async () => {
  const running = await startProcess([], {
    name: 'part',
    cwd: join(folder, 'nowhere'),
    env: process.env,
    print: () => {},
  });
  expect(await running.exited).toMatch(/ENOENT/);
});

test('an identity stays the same while a process lives, and is not that of another', async () => {
  const one = await start(`console.log('up'); setInterval(() => {}, 1000);`);
  await printed('up');
  expect(processIdentity(one.pid)).toBe(processIdentity(one.pid));
  expect(processIdentity(one.pid)).not.toBe(processIdentity(process.pid));
  expect(processIdentity(2 ** 30)).toBeNull();
});

test('only the recorded process is ended, not a stranger with its number', async () => {
  const file = join(folder, 'run.json');
  const stranger = await start(`console.log('up'); setInterval(() => {}, 1000);`);
  await printed('up');
  writeRunRecord(file, 3000, [stranger.pid]);
  const record = readRunRecord(file);
  writeFileSync(
    file,
    JSON.stringify({ ...record, processes: [{ pid: stranger.pid, identity: 'an earlier boot/1' }] }),
  );
  await endLeftovers(file);
  expect(processIdentity(stranger.pid)).not.toBeNull();

  writeRunRecord(file, 3000, [stranger.pid]);
  await endLeftovers(file);
  expect(await stranger.exited).toBe('ended by SIGTERM');
});

test('a record that is missing or damaged ends nothing', async () => {
  const file = join(folder, 'run.json');
  await endLeftovers(file);
  writeFileSync(file, '{"pid":');
  expect(readRunRecord(file)).toBeNull();
  await endLeftovers(file);
});
