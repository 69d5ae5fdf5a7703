import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireApi } from '#lib/sandbox/api-client.ts';
import { type RunningSandbox, runSandbox } from '#lib/sandbox/run-sandbox.ts';

const SCRIPT = fileURLToPath(new URL('./sandbox.ts', import.meta.url));
const SWITCHES = '/apis/wiring.githedgehog.com/v1beta1/namespaces/default/switches';

let directory: string;
let sandbox: RunningSandbox;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cli-'));
  sandbox = await runSandbox({ directory: join(directory, 'box'), deployEveryMs: 0, controlEveryMs: 0 });
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(directory, { recursive: true, force: true });
});

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function start(
  args: string[],
  options: { onLine?: (line: string, stop: () => void) => void } = {},
): Promise<Ended> {
  const env = { ...process.env, SANDBOX_DIR: join(directory, 'box') };
  const child = spawn(process.execPath, [SCRIPT, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended: Ended = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    ended.out += chunk.toString('utf8');
    options.onLine?.(ended.out, () => child.kill('SIGTERM'));
  });
  child.stderr.on('data', (chunk: Buffer) => {
    ended.err += chunk.toString('utf8');
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...ended, code })));
}

it('plays an outsider, verb by verb', async () => {
  expect(await start(['edit', 'sw', 'leaf-1', 'spec.description=at night', '--as', 'hhfctl'])).toMatchObject({
    code: 0,
    out: 'sw leaf-1 changed\n',
  });
  expect(await requireApi(sandbox.server, 'GET', `${SWITCHES}/leaf-1`)).toMatchObject({
    spec: { description: 'at night' },
  });
  const shown = await start(['show', 'harbor/switches/leaf-1.yaml']);
  expect(shown.out).toContain('name: leaf-1');
  const local = join(directory, 'leaf-1.yaml');
  writeFileSync(local, shown.out.replace('asn: 65101', 'asn: 65111'));
  expect((await start(['commit', local, '-m', 'leaf-1: another ASN'])).out).toMatch(
    /^pushed [0-9a-f]{40}\n$/,
  );
  expect((await start(['hold', 'switch', 'leaf-1'])).out).toBe('switch leaf-1 held\n');
  expect((await start(['deploy'])).out).toContain('held      wiring.githedgehog.com/Switch/default/leaf-1\n');
  expect((await start(['release', 'switch', 'leaf-1'])).out).toBe('switch leaf-1 released\n');
  expect((await start(['deploy', '--as', 'flux'])).out).toMatch(/^at [0-9a-f]{10}: \d+ applied, 0 removed\n/);
  expect(await requireApi(sandbox.server, 'GET', `${SWITCHES}/leaf-1`)).toMatchObject({
    spec: { asn: 65111 },
  });
  expect((await start(['delete', 'vpcattach', 'lab-7--gpu-2'])).out).toBe('vpcattach lab-7--gpu-2 deleted\n');
  const lab = join(directory, 'lab.yaml');
  writeFileSync(lab, 'apiVersion: wiring.githedgehog.com/v1beta1\nkind: Server\nmetadata: {name: lab}\n');
  expect((await start(['create', '-f', lab])).out).toBe('created Server lab\n');
  const status = await start(['status']);
  expect(status.out).toContain(`cluster   ${sandbox.server.url} answers\n`);
  expect(status.out).toContain('held      Switch leaf-2 (until Git changes it)\n');
});

it('explains itself', async () => {
  for (const args of [[], ['--help'], ['-h']]) {
    expect(await start(args)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Plays an outsider against the sandbox\./),
    });
  }
  for (const args of [
    ['edit', '-h'],
    ['--help', 'edit'],
  ]) {
    expect(await start(args)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Usage: npm run sandbox -- edit KIND NAME PATH=VALUE/),
    });
  }
});

it.each([
  [['dance'], /^There is no verb "dance"\.\nPlays an outsider/],
  [['--dir', '/nowhere'], /^There is no verb\.\nPlays an outsider/],
  [['edit', 'sw'], /^NAME and PATH=VALUE missing\.\nUsage: npm run sandbox -- edit KIND/],
  [['create'], /^-f FILE missing\. See --help\.\n$/],
  [['deploy', '--as', 'helm'], /^--as helm: the deployer behaves like argocd or like flux\.\n$/],
  [['edit', 'sw', 'leaf-1', 'x=1', '--loud'], /^There is no --loud here\.\nUsage: .* edit KIND/],
  [['delete', 'sw', 'leaf-1', '--as', 'me'], /^There is no --as here\.\nUsage: .* delete KIND NAME/],
  [['status', 'now'], /^"now" is one word too many\.\nUsage: npm run sandbox -- status/],
  [['commit', 'package.json:../x', '-m', 'out'], /^"\.\.\/x" is no path of a file within a repository/],
])('ends with 2 and a reason when the call is wrong: %j', async (args, reason) => {
  expect(await start(args)).toMatchObject({ code: 2, err: expect.stringMatching(reason) });
});

it.each([
  [['status', '--dir', '/nowhere'], /^\/nowhere holds no sandbox\. Start one with "serve"/],
  [['serve'], /already runs this sandbox/],
])('ends with 1 and a reason when it cannot be done: %j', async (args, reason) => {
  expect(await start(args)).toMatchObject({ code: 1, err: expect.stringMatching(reason) });
});

it('ends with 1 when something could not be deployed', async () => {
  const bad = join(directory, 'bad.yaml');
  writeFileSync(bad, 'apiVersion: wiring.githedgehog.com/v1beta1\nkind: Server\nmetadata: {name: BAD}\n');
  await start(['commit', bad, '-m', 'bad']);
  expect(await start(['deploy'])).toMatchObject({
    code: 1,
    out: expect.stringContaining('failed    wiring.githedgehog.com/Server/default/BAD: '),
  });
  await start(['commit', '--remove', 'harbor/servers/bad.yaml', '-m', 'good again']);
});

it('serves in the foreground until it is told to end', async () => {
  const serving = start(['serve', '--as', 'flux', '--dir', join(directory, 'other')], {
    onLine: (out, stop) => {
      if (out.includes('Ctrl-C ends it.')) stop();
    },
  });
  expect(await serving).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^ready at http:\/\/127\.0\.0\.1:\d+/m),
  });
});
