import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { AppError } from '../../lib/errors.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'] as const;

/** The browser of this machine: CHROMIUM_PATH, else the first known one on the PATH or in /usr/bin; null when there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | null {
  if (environment.CHROMIUM_PATH)
    return isProgram(environment.CHROMIUM_PATH) ? environment.CHROMIUM_PATH : null;
  const folders = [...(environment.PATH ?? '').split(delimiter), '/usr/bin'];
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(isProgram) ?? null;
}

/** The browser, installed from Debian's packages when that is possible. @throws AppError with what to install */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found !== null) return found;
  const missing = 'Chromium is missing: install it (apt-get install chromium), or set CHROMIUM_PATH to one';
  if (process.env.CHROMIUM_PATH)
    throw new AppError('invalid_input', `CHROMIUM_PATH names no program: ${process.env.CHROMIUM_PATH}.`);
  if (process.getuid?.() !== 0) throw new AppError('invalid_input', `${missing}.`);
  console.log('Installing Chromium from the packages of the system …');
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    if (!(await aptGet(args)))
      throw new AppError('invalid_input', `${missing}. (apt-get ${args[0]} failed, see above)`);
  }
  const installed = findChromium();
  if (installed === null)
    throw new AppError('invalid_input', `${missing}. (apt-get brought no program of that name)`);
  return installed;
}

function aptGet(args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
