import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StartedProgram } from '../testing/started-program.ts';

const SCRIPTS = join(import.meta.dirname, '..');
const LOCK = {
  packages: {
    '': { name: 'project' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/for-here': {
      version: '1.0.0',
      optional: true,
      os: [process.platform],
      cpu: [process.arch],
    },
    'node_modules/for-elsewhere': { version: '1.0.0', optional: true, cpu: ['wasm32'] },
    'node_modules/needed-elsewhere': { version: '1.0.0', optional: true },
  },
};

let root: string;
const programs: StartedProgram[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fabric-install-'));
  for (const part of ['setup', 'run.mjs'])
    cpSync(join(SCRIPTS, part), join(root, 'scripts', part), { recursive: true });
  mkdirSync(join(root, 'bin'));
  npmDoes(`mkdir -p node_modules && echo '{"packages":{}}' > node_modules/.package-lock.json`);
  write('package-lock.json', JSON.stringify(LOCK));
});

afterEach(async () => {
  for (const program of programs) program.kill('SIGKILL');
  await Promise.all(programs.splice(0).map((program) => program.ended()));
  rmSync(root, { recursive: true });
});

function write(path: string, text: string): void {
  writeFileSync(join(root, path), text);
}

/** A program in the place of npm that notes its arguments. */
function npmDoes(commands: string): void {
  write('bin/npm', `#!/bin/sh\necho "$@" >> npm-calls\n${commands}\n`);
  chmodSync(join(root, 'bin', 'npm'), 0o755);
}

function npmCalls(): readonly string[] {
  const file = join(root, 'npm-calls');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}

function run(...command: string[]): StartedProgram {
  const program = new StartedProgram(root, [process.execPath, ...command], {
    PATH: `${join(root, 'bin')}:${process.env.PATH}`,
    npm_execpath: '',
  });
  programs.push(program);
  return program;
}

const install = () => run('scripts/setup/install.mjs');

/** What npm notes down about the packages it put there. */
function present(...names: readonly (keyof typeof LOCK.packages)[]): void {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  const packages = Object.fromEntries(names.map((name) => [name, LOCK.packages[name]]));
  write('node_modules/.package-lock.json', JSON.stringify({ packages }));
}

describe('ensureInstalled', () => {
  test('installs the locked packages once, with those for development', async () => {
    expect(await install().ended()).toBe(0);
    expect(await install().ended()).toBe(0);
    expect(npmCalls()).toEqual(['ci --no-audit --no-fund --loglevel=error --include=dev --include=optional']);
  });

  test('installs again when the lock file has changed', async () => {
    await install().ended();
    write('package-lock.json', JSON.stringify({ packages: { 'node_modules/b': { version: '2.0.0' } } }));
    await install().ended();
    expect(npmCalls()).toHaveLength(2);
  });

  test('leaves alone what somebody installed by hand, whatever is missing for other systems', async () => {
    present('node_modules/a', 'node_modules/for-here');
    expect(await install().ended()).toBe(0);
    expect(npmCalls()).toEqual([]);
  });

  test('installs when an optional package for this system is missing', async () => {
    present('node_modules/a');
    await install().ended();
    expect(npmCalls()).toHaveLength(1);
  });

  test('a failing npm is told with the next step, and tried again', async () => {
    npmDoes('echo "no network" >&2; exit 3');
    const program = install();
    expect(await program.ended()).toBe(1);
    expect(program.output).toMatch(/no network[\s\S]*npm ci ended with 3, see above\): check the network/);
    await install().ended();
    expect(npmCalls()).toHaveLength(2);
  });

  test('two at once install once', async () => {
    npmDoes(`[ -e go ] || { while [ ! -e go ]; do sleep 0.02; done; }; mkdir -p node_modules`);
    const first = install();
    await first.prints(/Installing/);
    const second = install();
    await second.prints(/Waiting for another installation/);
    write('go', '');
    expect(await Promise.all([first.ended(), second.ended()])).toEqual([0, 0]);
    expect(npmCalls()).toHaveLength(1);
  });

  test('the claim of an installation that was killed does not count', async () => {
    npmDoes('echo "npm is process $$" >&2; exec sleep 60');
    const first = install();
    await first.prints(/npm is process/);
    first.kill('SIGKILL');
    process.kill(Number(/process (\d+)/.exec(first.output)?.[1]), 'SIGKILL');
    npmDoes('mkdir -p node_modules');
    const second = install();
    expect(await second.ended()).toBe(0);
    expect(npmCalls()).toHaveLength(2);
  });
});

describe('run.mjs', () => {
  beforeEach(() => {
    present('node_modules/a', 'node_modules/for-here');
    const bundled = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin');
    mkdirSync(bundled, { recursive: true });
    symlinkSync(process.execPath, join(bundled, 'node'));
  });

  test('prints what the script prints and nothing else, and ends as it ends', async () => {
    write(
      'command.ts',
      `const args: string[] = process.argv.slice(2); console.log(args.join('|')); process.exit(4);`,
    );
    const program = run('scripts/run.mjs', 'command.ts', '--state', 'a b');
    expect(await program.ended()).toBe(4);
    expect(program.output).toBe('--state|a b\n');
  });

  test('passes SIGTERM on', async () => {
    write(
      'command.ts',
      `process.once('SIGTERM', () => process.exit(9)); console.log('up'); setInterval(() => {}, 1000);`,
    );
    const program = run('scripts/run.mjs', 'command.ts');
    await program.prints(/up/);
    program.kill('SIGTERM');
    expect(await program.ended()).toBe(9);
  });

  test('without a file it says what to name', async () => {
    const program = run('scripts/run.mjs');
    expect(await program.ended()).toBe(1);
    expect(program.output).toBe('Name a file: node scripts/run.mjs scripts/fabric.ts\n');
  });
});
