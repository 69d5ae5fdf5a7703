import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { callApi, requireApi } from './api-client.ts';
import { addressOf } from './commands/sandbox-commands.ts';
import type { DeployerStyle } from './deployer/deploy-object.ts';
import { readHolds } from './deployer/holds.ts';
import { readManifests } from './deployer/read-manifests.ts';
import { covers } from './deployer/three-way-patch.ts';
import { commitToOrigin, readOrigin } from './git-origin.ts';
import { objectAt } from './json-value.ts';
import { type RunningSandbox, runSandbox } from './run-sandbox.ts';
import { readSettings, sandboxFolder } from './sandbox-folder.ts';
import { ownersOf } from './testing/contract-objects.ts';
import { openWatch } from './testing/watch-stream.ts';

let directory: string;
const running: RunningSandbox[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sandbox-'));
});

afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.stop();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

async function run(style: DeployerStyle = 'argocd'): Promise<RunningSandbox> {
  const sandbox = await runSandbox({ directory, style, deployEveryMs: 0, controlEveryMs: 0 });
  running.push(sandbox);
  return sandbox;
}

async function stop(sandbox: RunningSandbox): Promise<void> {
  running.splice(running.indexOf(sandbox), 1);
  await sandbox.stop();
}

const paths: Record<string, string> = {
  VPC: 'vpc.githedgehog.com/v1beta1/namespaces/default/vpcs',
  VPCAttachment: 'vpc.githedgehog.com/v1beta1/namespaces/default/vpcattachments',
  VPCPeering: 'vpc.githedgehog.com/v1beta1/namespaces/default/vpcpeerings',
  Switch: 'wiring.githedgehog.com/v1beta1/namespaces/default/switches',
  Connection: 'wiring.githedgehog.com/v1beta1/namespaces/default/connections',
};

const path = (kind: string, name = ''): string => `/apis/${paths[kind]}/${name}`.replace(/\/$/, '');
const live = (sandbox: RunningSandbox, kind: string, name: string): Promise<JsonObject> =>
  requireApi(sandbox.server, 'GET', path(kind, name));

describe.each<DeployerStyle>(['argocd', 'flux'])('a new sandbox, deployed as by %s', (style) => {
  it('stands as the day left it: drift, orphans, what is pending and what is gone', async () => {
    const sandbox = await run(style);
    const leaf = await live(sandbox, 'Switch', 'leaf-2');
    expect(leaf).toMatchObject({ spec: { asn: 65199 } });
    expect(ownersOf(leaf)['kubectl-edit/Update']).toEqual({ 'f:spec': { 'f:asn': {} } });
    expect(ownersOf(await live(sandbox, 'VPC', 'storage'))).toHaveProperty('kubectl-patch/Update');
    expect(Object.keys(ownersOf(await live(sandbox, 'VPC', 'lab-7')))).toEqual(['hhfctl/Update']);
    expect((await callApi(sandbox.server, 'GET', path('VPC', 'analytics'))).status).toBe(404);
    expect((await callApi(sandbox.server, 'GET', path('VPCPeering', 'web--db'))).status).toBe(404);
    const { manifests } = readManifests(
      (await readOrigin(sandbox.folder.origin)).files,
      sandbox.folder.manifests,
    );
    const inGit = manifests.map(({ identity }) => `${identity.kind} ${identity.name}`);
    expect(inGit).toEqual(expect.arrayContaining(['VPC analytics', 'VPCPeering web--db']));
    expect(inGit).not.toContain('VPC lab-7');
  });

  it('has everything else as Git says, filled in by the fabric', async () => {
    const sandbox = await run(style);
    const { manifests } = readManifests(
      (await readOrigin(sandbox.folder.origin)).files,
      sandbox.folder.manifests,
    );
    const connection = await live(sandbox, 'Connection', 'spine-1--fabric--leaf-1');
    const links = objectAt(connection, 'spec', 'fabric')?.links;
    expect(Array.isArray(links) && links[0]).toMatchObject({
      spine: { ip: '172.30.128.0/31' },
      leaf: { ip: '172.30.128.1/31' },
    });
    expect(Object.keys(ownersOf(connection))).toContain('hhfab/Update');
    const differing: string[] = [];
    for (const { identity, object } of manifests.filter(({ identity: { kind } }) => kind in paths)) {
      const reply = await callApi(sandbox.server, 'GET', path(identity.kind, identity.name));
      if (!covers(reply.body, object)) differing.push(`${identity.kind} ${identity.name}`);
    }
    expect(differing.sort()).toEqual([
      // Spelled otherwise by the webhook, which sorting, naming the default subnet and MAC addresses do.
      'Switch leaf-2',
      'VPC analytics',
      'VPC mgmt',
      'VPC storage',
      'VPCAttachment build--build-1',
      'VPCAttachment storage--store-1',
      'VPCPeering web--db',
    ]);
  });

  it('stays as it is while the deployer works on', async () => {
    const sandbox = await run(style);
    const report = await sandbox.deploy();
    expect(report).toMatchObject({ applied: [], deleted: [], failed: [] });
    expect(report.held).toEqual(['vpc.githedgehog.com/VPC/default/analytics']);
    await commitToOrigin(sandbox.folder.origin, {
      author: { name: 'A', email: 'a@b' },
      at: new Date(),
      message: 'analytics can come',
      files: {
        'harbor/vpcs/analytics.yaml':
          'apiVersion: vpc.githedgehog.com/v1beta1\nkind: VPC\nmetadata:\n  name: analytics\nspec:\n  subnets:\n    default:\n      subnet: 10.40.61.0/24\n      vlan: 1061\n',
      },
    });
    expect((await sandbox.deploy()).applied).toEqual(['vpc.githedgehog.com/VPC/default/analytics']);
    expect(await live(sandbox, 'Switch', 'leaf-2')).toMatchObject({ spec: { asn: 65199 } });
  });
});

describe('a sandbox over time', () => {
  it('is the same after a restart', async () => {
    const first = await run();
    const list = await requireApi(first.server, 'GET', path('VPC'));
    const tree = await readOrigin(first.folder.origin);
    const { url, token } = first.server;
    await stop(first);
    const second = await run();
    expect(second.server).toMatchObject({ url, token });
    expect(await requireApi(second.server, 'GET', path('VPC'))).toEqual(list);
    expect(await readOrigin(second.folder.origin)).toEqual(tree);
    expect(readHolds(second.folder.root)).toHaveLength(4);
  });

  it('starts its demo again when that was interrupted', async () => {
    const first = await run();
    await requireApi(first.server, 'DELETE', path('VPC', 'web'));
    await stop(first);
    const folder = sandboxFolder(directory);
    writeFileSync(folder.settings, JSON.stringify({ ...readSettings(folder), seeded: false }));
    const second = await run();
    expect(await live(second, 'VPC', 'web')).toMatchObject({ kind: 'VPC' });
    expect(readSettings(folder)?.seeded).toBe(true);
  });

  it('is run by one process at a time', async () => {
    await run();
    await expect(run()).rejects.toThrow(/already runs this sandbox/);
  });

  it('says when its port is taken, and lets the folder go', async () => {
    const first = await run();
    const { port } = first.server.address;
    await stop(first);
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve));
    await expect(run()).rejects.toThrow(
      `Port ${port} of this sandbox is taken. Stop the program that uses it, or change "port" in`,
    );
    await new Promise((resolve) => squatter.close(resolve));
    await run();
  });

  it('keeps its kubeconfig to its owner', async () => {
    const { folder } = await run();
    expect(statSync(folder.kubeconfig).mode & 0o777).toBe(0o600);
  });

  it('says what its deployer does', async () => {
    const lines: string[] = [];
    const told = Promise.withResolvers<void>();
    const log = (line: string): void => {
      lines.push(line);
      if (line.startsWith('could not deploy')) told.resolve();
    };
    const sandbox = await runSandbox({ directory, deployEveryMs: 20, controlEveryMs: 20, log });
    running.push(sandbox);
    await commitToOrigin(sandbox.folder.origin, {
      author: { name: 'A', email: 'a@b' },
      at: new Date(),
      message: 'one good, one bad',
      files: {
        'harbor/servers/x.yaml':
          'apiVersion: wiring.githedgehog.com/v1beta1\nkind: Server\nmetadata:\n  name: x\n',
        'harbor/servers/y.yaml':
          'apiVersion: wiring.githedgehog.com/v1beta1\nkind: Server\nmetadata:\n  name: Y\n',
      },
    });
    await told.promise;
    await stop(sandbox);
    expect(lines.filter((line) => line === 'deployed wiring.githedgehog.com/Server/default/x')).toHaveLength(
      1,
    );
    expect(
      lines.filter((line) => line.startsWith('could not deploy wiring.githedgehog.com/Server/default/Y')),
    ).toHaveLength(1);
    await expect(callApi(sandbox.server, 'GET', '/version')).rejects.toThrow('does not answer');
  });
});

async function spawnSandbox(): Promise<{
  child: ChildProcess;
  lines: string[];
  ended: Promise<number | null>;
}> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, SANDBOX_DIR: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const lines: string[] = [];
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (line.startsWith('sandbox: ready at ')) resolve();
      });
    }
  });
  await Promise.race([ready, ended]);
  return { child, lines, ended };
}

describe('the process', () => {
  it('says when it is ready, and ends on SIGTERM with its folder free', async () => {
    const { child, lines, ended } = await spawnSandbox();
    const folder = sandboxFolder(directory);
    expect(lines).toEqual([
      expect.stringMatching(/^sandbox: ready at http:\/\/127\.0\.0\.1:\d+, kubeconfig .*kubeconfig\.yaml$/),
    ]);
    expect(readFileSync(folder.kubeconfig, 'utf8')).toContain(addressOf(folder).url);
    const watch = await openWatch(addressOf(folder), `${path('VPC')}?watch=true`);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect((await watch.rest()).map(({ type }) => type)).toContain('ADDED');
    expect(existsSync(folder.lock)).toBe(false);
  });

  it('goes on where it was after kill -9', async () => {
    const first = await spawnSandbox();
    const server = addressOf(sandboxFolder(directory));
    const body = { spec: { description: 'written just before' } };
    await requireApi(server, 'PATCH', path('Switch', 'leaf-1'), { body });
    first.child.kill('SIGKILL');
    await first.ended;
    expect(existsSync(sandboxFolder(directory).lock)).toBe(true);
    await spawnSandbox();
    expect(await requireApi(server, 'GET', path('Switch', 'leaf-1'))).toMatchObject(body);
    expect(await requireApi(server, 'GET', path('Switch', 'leaf-2'))).toMatchObject({ spec: { asn: 65199 } });
  });

  it('names what is wrong and ends with 1', async () => {
    await run();
    const { lines, ended } = await spawnSandbox();
    expect(await ended).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^sandbox: .*already runs this sandbox/)]);
  });
});

it('says how to start when the folder holds no sandbox', () => {
  expect(readSettings(sandboxFolder(directory))).toBeNull();
  expect(() => addressOf(sandboxFolder(directory))).toThrow(
    `${directory} holds no sandbox. Start one with "serve"`,
  );
});
