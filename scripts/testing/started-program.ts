import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { vi } from 'vitest';

/** A program that a test started, with all that it printed. */
export class StartedProgram {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  output = '';

  constructor(
    cwd: string,
    command: readonly [string, ...string[]],
    env: Readonly<Record<string, string>> = {},
  ) {
    const [file, ...args] = command;
    this.#child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#ended = once(this.#child, 'close');
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves when it printed this; fails when it ended before. */
  async prints(pattern: RegExp): Promise<void> {
    await vi.waitUntil(() => pattern.test(this.output) || this.#child.exitCode !== null, { timeout: 60_000 });
    if (!pattern.test(this.output)) throw new Error(`Ended without printing ${pattern}:\n${this.output}`);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The exit code, once everything that shares its output has ended. */
  async ended(): Promise<number | null> {
    await this.#ended;
    return this.#child.exitCode;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
