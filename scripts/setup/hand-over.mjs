import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from './fail.mjs';
import { root } from './install.mjs';

const NEEDED_MAJOR = 24;

/** The Node that the packages brought along, else the one that runs this if it is new enough. */
export function findNode() {
  const bundled = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(bundled)) return bundled;
  if (Number.parseInt(process.versions.node, 10) >= NEEDED_MAJOR) return process.execPath;
  return fail(
    `Node ${NEEDED_MAJOR} or newer is needed and this is ${process.version}: install it (npm brings it along for Linux on x64 and arm64 only).`,
  );
}

/**
 * Runs a script with that Node and ends as it ends. `apart` gives it a process group of its own: Ctrl-C then reaches it
 * once, through here, and not a second time from the terminal.
 */
export function handOver(script, args, { apart }) {
  const child = spawn(findNode(), [script, ...args], {
    cwd: apart ? root : process.cwd(),
    stdio: [apart ? 'ignore' : 'inherit', 'inherit', 'inherit'],
    detached: apart,
  });
  child.once('error', (error) =>
    fail(
      `The Node that npm brought along does not run here (${error.message}): install Node ${NEEDED_MAJOR}.`,
    ),
  );
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
  process.on('SIGINT', () => apart && child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  endWithParent(() => child.kill('SIGTERM'));
}

// npm does not pass SIGTERM on: whoever stops it would leave the rest behind.
function endWithParent(end) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, 250);
  timer.unref();
}
