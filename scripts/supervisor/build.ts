import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../lib/errors.ts';
import { startProcess } from './process-service.ts';

const FOLDERS = ['app', 'components', 'lib', 'db', 'public'] as const;
// Next.js rewrites tsconfig.json while it builds.
const FILES =
  /^(next\.config\.\w+|postcss\.config\.\w+|tailwind\.config\.\w+|proxy\.ts|instrumentation\.ts|package(-lock)?\.json)$/;
const TESTS = /\.test\.tsx?$/;

/** Changes whenever something changes that the built web part may depend on. */
export function hashSources(root: string): string {
  const hash = createHash('sha256').update(process.version);
  for (const path of [...FOLDERS.flatMap((folder) => listFiles(root, folder)), ...rootFiles(root)].sort()) {
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest('hex');
}

function rootFiles(root: string): readonly string[] {
  return readdirSync(root).filter((name) => FILES.test(name));
}

function listFiles(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => !TESTS.test(path) && statSync(join(root, path)).isFile());
}

export function isBuilt(root: string): boolean {
  return stampOf(root) === hashSources(root);
}

function stampOf(root: string): string | null {
  const file = stampFile(root);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function stampFile(root: string): string {
  return join(root, '.next', 'sources.sha256');
}

/** Builds the web part unless these very sources are built. What the build prints is shown when it fails. */
export async function ensureBuilt(
  root: string,
  print: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const sources = hashSources(root);
  if (stampOf(root) === sources) return;
  print('Building the web part (once for these sources, about half a minute) …');
  const lines: string[] = [];
  const build = await startProcess([join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    name: 'build',
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    print: (line) => lines.push(line),
  });
  signal?.addEventListener('abort', () => void build.stop());
  const how = await build.exited;
  signal?.throwIfAborted();
  if (how !== 'exit code 0') throw explain(root, lines, how, print);
  writeFileSync(stampFile(root), sources);
}

function explain(
  root: string,
  lines: readonly string[],
  how: string,
  print: (line: string) => void,
): AppError {
  for (const line of lines) print(line);
  const full = lines.some((line) => line.includes('ENOSPC'));
  return new AppError(
    'internal',
    full
      ? `The disk of ${root} is full: free 1 GB and start again.`
      : `The web part could not be built (${how}, see above): mend what it names, or get a clean copy of the sources.`,
  );
}
