import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { requireApi } from '../api-client.ts';
import { readOrigin } from '../git-origin.ts';
import { objectAt } from '../json-value.ts';
import { type RunningSandbox, runSandbox } from '../run-sandbox.ts';
import { type SandboxFolder, sandboxFolder } from '../sandbox-folder.ts';
import { ownersOf, VPCS } from '../testing/contract-objects.ts';
import { findKind } from './find-kind.ts';
import {
  commitFiles,
  createObjects,
  deleteObject,
  deployNow,
  editObject,
  holdObject,
  releaseObject,
  sandboxStatus,
  showFile,
} from './sandbox-commands.ts';

let directory: string;
let sandbox: RunningSandbox;
let folder: SandboxFolder;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'commands-'));
  sandbox = await runSandbox({ directory: join(directory, 'box'), deployEveryMs: 0, controlEveryMs: 0 });
  folder = sandbox.folder;
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(directory, { recursive: true, force: true });
});

const live = (name: string): Promise<JsonObject> => requireApi(sandbox.server, 'GET', `${VPCS}/${name}`);

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

const vpc = (name: string, vlan: number): string =>
  `apiVersion: vpc.githedgehog.com/v1beta1\nkind: VPC\nmetadata:\n  name: ${name}\nspec:\n  subnets:\n    default:\n      subnet: 10.40.99.0/24\n      vlan: ${vlan}\n`;

describe('findKind', () => {
  it.each(['Switch', 'switch', 'switches', 'sw', 'SW'])('knows a Switch as %s', async (name) => {
    expect(await findKind(sandbox.server, name)).toMatchObject({ kind: 'Switch', plural: 'switches' });
  });

  it('lists the kinds when it knows none of that name', async () => {
    await expect(findKind(sandbox.server, 'router')).rejects.toThrow(
      /^There is no kind router\. The cluster has: Agent, Connection, /,
    );
  });
});

describe('edit', () => {
  it('changes fields under the name of a manager', async () => {
    const edits = ['spec.subnets.front.vlan=1901', '/metadata/annotations/why=night', 'spec.permit-'];
    expect(await editObject(folder, 'vpc', 'web', edits, 'kubectl-edit')).toEqual([]);
    const { spec, metadata } = await live('web');
    expect(spec).toMatchObject({ subnets: { front: { vlan: 1901 } } });
    expect(spec).not.toHaveProperty('permit');
    expect(metadata).toMatchObject({ annotations: { why: 'night' } });
    expect(ownersOf(await live('web'))['kubectl-edit/Update']).toEqual({
      'f:metadata': { 'f:annotations': { 'f:why': {} } },
      'f:spec': { 'f:subnets': { 'f:front': { 'f:vlan': {} } } },
    });
  });

  it('passes warnings on, and refusals', async () => {
    expect(await editObject(folder, 'vpc', 'gpu', ['spec.colour=red'], 'me')).toEqual([
      'unknown field "spec.colour"',
    ]);
    await expect(editObject(folder, 'vpc', 'gpu', ['spec.mode=[1]'], 'me')).rejects.toThrow(
      /^vpc gpu: .*spec\.mode in body must be of type string/,
    );
    await expect(editObject(folder, 'vpc', 'none', ['spec.mode=x'], 'me')).rejects.toThrow(
      '"none" not found',
    );
    await expect(editObject(folder, 'vpc', 'gpu', [], 'me')).rejects.toThrow('Say what to change');
  });
});

describe('create and delete', () => {
  it('make and remove objects past Git', async () => {
    const path = file('lab.yaml', `${vpc('lab-a', 1191)}---\n${vpc('lab-b', 1192)}`);
    expect(await createObjects(folder, path, 'hhfctl')).toEqual(['VPC lab-a', 'VPC lab-b']);
    expect(Object.keys(ownersOf(await live('lab-a')))).toEqual(['hhfctl/Update']);
    await deleteObject(folder, 'vpcs', 'lab-b');
    await expect(live('lab-b')).rejects.toThrow('not found');
    await expect(deleteObject(folder, 'vpcs', 'lab-b')).rejects.toThrow('not found');
  });

  it('refuse files without objects', async () => {
    await expect(createObjects(folder, file('empty.yaml', '# nothing\n'), 'x')).rejects.toThrow(
      'holds no Kubernetes objects',
    );
    await expect(createObjects(folder, file('list.yaml', '- a\n'), 'x')).rejects.toThrow(
      'holds no Kubernetes objects',
    );
    await expect(createObjects(folder, join(directory, 'nope.yaml'), 'x')).rejects.toThrow(
      'There is no file',
    );
  });
});

describe('commit and show', () => {
  it('put files into the folder of their kind, or where they are told, and take others away', async () => {
    const one = file('new-1.yaml', vpc('new-1', 1181));
    const two = file('new-2.yaml', vpc('new-2', 1182));
    const revision = await commitFiles(
      folder,
      [one, `${two}:harbor/elsewhere.yaml`],
      ['harbor/vpcs/gpu.yaml'],
      'Move',
      'Tomasz Wrona',
    );
    const tree = await readOrigin(folder.origin);
    expect(tree.revision).toBe(revision);
    expect(tree.files.has('harbor/vpcs/gpu.yaml')).toBe(false);
    expect(await showFile(folder, 'harbor/vpcs/new-1.yaml')).toBe(vpc('new-1', 1181));
    expect(await showFile(folder, 'harbor/elsewhere.yaml')).toBe(vpc('new-2', 1182));
  });

  it('say what is missing', async () => {
    const text = file('text.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n');
    await expect(commitFiles(folder, [], [], 'x', null)).rejects.toThrow('Name the files to commit');
    await expect(commitFiles(folder, [text], [], ' ', null)).rejects.toThrow('-m MESSAGE');
    for (const path of ['../x', '', 'a:/../b']) {
      const refused = commitFiles(folder, [`${text}:${path}`], [], 'x', null);
      await expect(refused).rejects.toThrow(
        `${JSON.stringify(path)} is no path of a file within a repository`,
      );
    }
    await expect(commitFiles(folder, [], ['.git/x'], 'x', null)).rejects.toThrow("is Git's own");
    await expect(commitFiles(folder, [text], [], 'x', null)).rejects.toThrow(
      `say where it goes, as ${text}:PATH`,
    );
    await expect(showFile(folder, 'nope.yaml')).rejects.toThrow(
      /^Git has no file nope\.yaml\. It has: README\.md, /,
    );
  });
});

describe('deploy, hold and release', () => {
  it('bring the cluster back to Git, but for what is held', async () => {
    await editObject(folder, 'vpc', 'db', ['spec.subnets.default.vlan=1999'], 'me');
    await holdObject(folder, 'vpc', 'db');
    expect((await deployNow(folder, null)).held).toContain('vpc.githedgehog.com/VPC/default/db');
    expect(objectAt(await live('db'), 'spec', 'subnets', 'default')?.vlan).toBe(1999);
    await releaseObject(folder, 'vpc', 'db');
    await expect(releaseObject(folder, 'vpc', 'db')).rejects.toThrow('VPC db is not held.');
    expect((await deployNow(folder, 'flux')).applied).toContain('vpc.githedgehog.com/VPC/default/db');
    expect(objectAt(await live('db'), 'spec', 'subnets', 'default')?.vlan).toBe(1010);
    expect(Object.keys(ownersOf(await live('db')))).toContain('kustomize-controller/Apply');
  });
});

describe('status', () => {
  it('tells of Git, the cluster and the holds', async () => {
    const status = await sandboxStatus(folder);
    expect(status).toMatchObject({ url: sandbox.server.url, reachable: true, problems: [] });
    expect(status.objects).toMatchObject({ Switch: 6, Connection: 21 });
    expect(status.held.map(({ name }) => name).sort()).toEqual(['analytics', 'leaf-2', 'storage', 'web--db']);
  });

  it('tells of Git also when the cluster does not answer', async () => {
    const settings = { port: 1, token: '', style: 'argocd', seeded: true };
    const away = { ...folder, settings: file('away.json', JSON.stringify(settings)) };
    expect(await sandboxStatus(away)).toMatchObject({
      reachable: false,
      objects: {},
      manifests: expect.any(Number),
    });
  });

  it('says where to start when there is no sandbox', async () => {
    await expect(sandboxStatus(sandboxFolder(join(directory, 'nowhere')))).rejects.toThrow(
      'holds no sandbox',
    );
  });
});
