import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

const ENVIRONMENT = {
  NODE_ENV: 'test',
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
} as const;

/** Git as a person at a shell runs it, for arranging and for looking; never the code under test. */
export function git(directory: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: directory,
    env: ENVIRONMENT,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  }).trim();
}

const folders: string[] = [];

/** A folder of this test file, gone after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lib-git-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** A bare repository and somebody's clone of it. */
export interface TestRepository {
  /** Path of the bare repository: what a fabric would be connected to. */
  origin: string;
  clone: string;
  /** Writes (null: removes) files in the clone, commits and pushes; gives the commit. */
  push: (
    files: Record<string, string | Uint8Array | null>,
    options?: { message?: string; force?: boolean },
  ) => string;
  /** The text that a branch of the origin holds at a path; null when there is none. */
  show: (path: string, branch?: string) => string | null;
}

/** A new repository on branch `main`, with a first commit of these files; without files it stays empty. */
export function createTestRepository(files: Record<string, string | Uint8Array> = {}): TestRepository {
  const base = temporaryFolder();
  const origin = join(base, 'origin.git');
  const clone = join(base, 'clone');
  git(base, 'init', '--quiet', '--bare', '--initial-branch=main', origin);
  git(base, 'clone', '--quiet', origin, clone);
  git(clone, 'checkout', '--quiet', '-B', 'main');
  const repository: TestRepository = {
    origin,
    clone,
    push(changes, { message = 'change', force = false } = {}) {
      for (const [path, content] of Object.entries(changes)) {
        const file = join(clone, path);
        mkdirSync(dirname(file), { recursive: true });
        if (content === null) rmSync(file);
        else writeFileSync(file, content);
      }
      git(clone, 'add', '--all');
      git(clone, 'commit', '--quiet', '--allow-empty', '-m', message);
      git(clone, 'push', '--quiet', ...(force ? ['--force'] : []), 'origin', 'HEAD:main');
      return git(clone, 'rev-parse', 'HEAD');
    },
    show(path, branch = 'main') {
      try {
        return execFileSync('git', ['show', `${branch}:${path}`], {
          cwd: origin,
          env: ENVIRONMENT,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        });
      } catch {
        return null;
      }
    },
  };
  if (Object.keys(files).length > 0) repository.push(files, { message: 'first' });
  return repository;
}

/** A small Connection manifest. */
export function manifest(name: string, spec = '  description: made for a test\n'): string {
  return `apiVersion: wiring.githedgehog.com/v1beta1\nkind: Server\nmetadata:\n  name: ${name}\nspec:\n${spec}`;
}
