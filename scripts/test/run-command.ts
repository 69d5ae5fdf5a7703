import { spawn } from 'node:child_process';

const LONGEST_MINUTES = 30;

/** Runs a command of node_modules, or a script, with its output shown; whether it succeeded. A hanging one is ended. */
export function runCommand(
  root: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    const limit = setTimeout(() => {
      console.error(`Ended after ${LONGEST_MINUTES} minutes: ${args.join(' ')}`);
      child.kill('SIGKILL');
    }, LONGEST_MINUTES * 60_000);
    child.once('error', (error) => console.error(error.message));
    child.once('close', (code) => {
      clearTimeout(limit);
      resolve(code === 0);
    });
  });
}
