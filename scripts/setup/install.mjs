import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fail } from './fail.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const lockFile = join(root, 'package-lock.json');
const stampFile = join(root, 'node_modules', '.installed');
const claimFile = join(root, '.installing');
const NEEDED_BYTES = 2 * 1024 ** 3;

/** Installs the locked packages unless exactly they are there. Writes to standard error only. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await claim();
  try {
    if (!isInstalled()) await install();
  } finally {
    rmSync(claimFile, { force: true });
  }
}

function isInstalled() {
  const hash = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  if (readText(stampFile) === hash) return true;
  if (!matchesLock()) return false;
  writeFileSync(stampFile, hash);
  return true;
}

// What npm notes down in node_modules, so that packages somebody installed by hand are not installed again.
function matchesLock() {
  const installed = readText(join(root, 'node_modules', '.package-lock.json'));
  if (installed === null) return false;
  const { packages: present } = JSON.parse(installed);
  const { packages: wanted } = JSON.parse(readFileSync(lockFile, 'utf8'));
  const isMissing = ([path, { version }]) => present[path]?.version !== version;
  return !Object.entries(wanted).some(
    (one) => one[0] !== '' && isMissing(one) && isNeededHere(one[1], present[one[0]]),
  );
}

// An optional package is for one kind of system, or needed by such a one.
function isNeededHere({ optional, os, cpu, libc }, other) {
  if (!optional || other !== undefined) return true;
  if (os === undefined && cpu === undefined) return false;
  const fits = (list, value) => list === undefined || list.includes(value);
  return fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, 'glibc');
}

async function install() {
  const { bavail, bsize } = statfsSync(root);
  if (bavail * bsize < NEEDED_BYTES) {
    fail(
      `The disk of ${root} has ${Math.round((bavail * bsize) / 1e6)} MB left, and the packages need 2 GB: free some space and try again.`,
    );
  }
  console.error('Installing the packages (once, about half a minute) …');
  const code = await npm(
    'ci',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--include=dev',
    '--include=optional',
  );
  if (code !== 0) {
    fail(
      `The packages could not be installed (npm ci ended with ${code}, see above): check the network and the registry of npm, then try again.`,
    );
  }
  writeFileSync(stampFile, createHash('sha256').update(readFileSync(lockFile)).digest('hex'));
}

function npm(...args) {
  const cli = process.env.npm_execpath;
  const viaCli = cli?.endsWith('npm-cli.js') === true;
  const child = spawn(viaCli ? process.execPath : 'npm', viaCli ? [cli, ...args] : args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', (error) =>
      fail(`npm cannot be run (${error.message}): install npm, then try again.`),
    );
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
}

/** One installation at a time; a claim whose process is gone does not count. */
async function claim() {
  for (let told = false; ; told = true) {
    try {
      writeFileSync(claimFile, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') {
        fail(
          `The folder ${root} is not writable (${error.code}): make it so, or clone the project elsewhere.`,
        );
      }
    }
    if (!isClaimAlive()) rmSync(claimFile, { force: true });
    else if (!told) console.error('Waiting for another installation of the packages to end …');
    await delay(500);
  }
}

function isClaimAlive() {
  const pid = Number(readText(claimFile));
  const age = Date.now() - (statSync(claimFile, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  if (!pid || age > 15 * 60_000) return age < 2_000;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureInstalled();
