import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { socketFile } from '../connection.ts';

let parent: string;
let dataDirectory: string;
const commands: Command[] = [];

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'fabric-data-'));
  chmodSync(parent, 0o711);
  dataDirectory = join(parent, '.data');
});

afterEach(async () => {
  for (const command of commands.splice(0)) command.kill();
  rmSync(parent, { recursive: true, force: true });
});

/** A command in a process of its own, driven line by line. */
class Command {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  constructor(environment: Readonly<Record<string, string>> = {}) {
    const script = join(import.meta.dirname, 'testing', 'run-with-database.ts');
    this.#child = spawn(process.execPath, [script], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, DATA_DIR: dataDirectory, ...environment },
    });
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
    commands.push(this);
  }

  async line(): Promise<string> {
    const { value } = await this.#lines.next();
    return String(value);
  }

  async finish(): Promise<{ visits: number }> {
    this.#child.stdin.end();
    const result = JSON.parse(await this.line());
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
    return result;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

test('a command starts the server, and the next one finds what it wrote', async () => {
  const first = new Command();
  expect(await first.line()).toBe('working');
  expect(await first.finish()).toMatchObject({ visits: 1, place: join(dataDirectory, 'postgres', 'data') });
  expect(existsSync(socketFile(dataDirectory))).toBe(false);

  const second = new Command();
  await second.line();
  expect(await second.finish()).toMatchObject({ visits: 2 });
});

test('commands that start together share one server, and the one that started it waits for the others', async () => {
  const all = [new Command(), new Command(), new Command()];
  await Promise.all(all.map(async (command) => expect(await command.line()).toBe('working')));

  const results = await Promise.all(all.map((command) => command.finish()));

  expect(results.map(({ visits }) => visits)).toEqual([3, 3, 3]);
  expect(existsSync(socketFile(dataDirectory))).toBe(false);
});

test('after kill -9 of the command that ran the server, the next one recovers', async () => {
  const first = new Command();
  await first.line();
  first.kill();

  const second = new Command();
  expect(await second.line()).toBe('working');
  expect(await second.finish()).toMatchObject({ visits: 2 });
});

test('with DATABASE_URL no server is started', async () => {
  const { host, user } = inject('testTemplate');
  const command = new Command({ DATABASE_URL: `postgres:///postgres?user=${user}`, PGHOST: host });
  expect(await command.line()).toBe('working');
  await command.finish();
  expect(existsSync(dataDirectory)).toBe(false);
});
