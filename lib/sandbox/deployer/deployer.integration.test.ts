import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { callApi, requireApi } from '../api-client.ts';
import { type SandboxApiServer, startSandboxApiServer } from '../api-server/start.ts';
import { SANDBOX_CRDS } from '../crds/sandbox-crds.ts';
import { commitToOrigin, createOrigin } from '../git-origin.ts';
import { objectAt, stringAt } from '../json-value.ts';
import { ownersOf, VPCS } from '../testing/contract-objects.ts';
import { fabricDefaulting } from '../webhooks/fabric-defaulting.ts';
import type { DeployerStyle } from './deploy-object.ts';
import { Deployer, type DeployerOptions } from './deployer.ts';
import { addHold, releaseHold } from './holds.ts';
import { readManifests } from './read-manifests.ts';

let folder: string;
let server: SandboxApiServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deployer-'));
  await createOrigin(join(folder, 'origin.git'), [
    {
      author: { name: 'A', email: 'a@b' },
      at: new Date(0),
      message: 'Nothing yet',
      files: { 'README.md': '' },
    },
  ]);
  server = await startSandboxApiServer({ directory: null, crds: SANDBOX_CRDS, defaulting: fabricDefaulting });
});

afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function deployer(style: DeployerStyle = 'argocd', options: Partial<DeployerOptions> = {}): Deployer {
  const origin = join(folder, 'origin.git');
  return new Deployer({ origin, folder: 'fabric/', server, directory: folder, style, ...options });
}

async function commit(files: Record<string, string | null>): Promise<void> {
  const placed = Object.fromEntries(Object.entries(files).map(([name, text]) => [`fabric/${name}`, text]));
  await commitToOrigin(join(folder, 'origin.git'), {
    author: { name: 'A', email: 'a@b' },
    at: new Date(),
    message: 'change',
    files: placed,
  });
}

const API = 'apiVersion: vpc.githedgehog.com/v1beta1';
const vpc = (name: string, vlan: number, more = ''): string =>
  `${API}\nkind: VPC\nmetadata:\n  name: ${name}\nspec:\n  subnets:\n    default:\n      subnet: 10.0.${vlan - 1000}.0/24\n      vlan: ${vlan}\n${more}`;
const attachment = (name: string, subnet: string): string =>
  `${API}\nkind: VPCAttachment\nmetadata:\n  name: ${name}\nspec:\n  connection: c\n  subnet: ${subnet}\n`;
const key = (name: string, kind = 'VPC'): string => `vpc.githedgehog.com/${kind}/default/${name}`;
const live = (name: string): Promise<JsonObject> => requireApi(server, 'GET', `${VPCS}/${name}`);
const vlanOf = (object: JsonObject): unknown => objectAt(object, 'spec', 'subnets', 'default')?.vlan;

describe('as Argo CD', () => {
  it('creates with its annotations, as the manager argocd-controller', async () => {
    await commit({ 'web.yaml': vpc('web', 1001) });
    expect(await deployer().deploy()).toMatchObject({
      applied: [key('web')],
      deleted: [],
      held: [],
      failed: [],
    });
    const stored = await live('web');
    expect(objectAt(stored, 'metadata', 'annotations')).toMatchObject({
      'argocd.argoproj.io/tracking-id': 'harbor:vpc.githedgehog.com/VPC:default/web',
    });
    const last = stringAt(
      stored,
      'metadata',
      'annotations',
      'kubectl.kubernetes.io/last-applied-configuration',
    );
    expect(JSON.parse(last ?? '')).toMatchObject({
      kind: 'VPC',
      metadata: { name: 'web', namespace: 'default' },
    });
    expect(ownersOf(stored)['argocd-controller/Update']).toMatchObject({
      'f:spec': { 'f:subnets': { 'f:default': { 'f:subnet': {}, 'f:vlan': {} } } },
    });
    expect(stored.spec).toMatchObject({
      ipv4Namespace: 'default',
      subnets: { default: { gateway: '10.0.1.1' } },
    });
  });

  it('changes what Git changed, removes what Git removed, and keeps what others added', async () => {
    await commit({ 'web.yaml': vpc('web', 1001, '  mode: l3vni\n') });
    await deployer().deploy();
    await requireApi(server, 'PATCH', `${VPCS}/web`, { body: { spec: { defaultIsolated: true } } });
    await commit({ 'web.yaml': vpc('web', 1002) });
    expect(await deployer().deploy()).toMatchObject({ applied: [key('web')] });
    const { spec } = await live('web');
    expect(spec).toMatchObject({ defaultIsolated: true, subnets: { default: { vlan: 1002 } } });
    expect(spec).not.toHaveProperty('mode');
  });
});

describe('as Flux', () => {
  it('applies on the server with its labels, as the manager kustomize-controller', async () => {
    await commit({ 'web.yaml': vpc('web', 1001) });
    expect(await deployer('flux').deploy()).toMatchObject({ applied: [key('web')] });
    const stored = await live('web');
    expect(objectAt(stored, 'metadata', 'labels')).toMatchObject({
      'kustomize.toolkit.fluxcd.io/name': 'harbor',
    });
    expect(Object.keys(ownersOf(stored))).toEqual(['kustomize-controller/Apply']);
  });

  it('fails on a field that the schema lacks, where Argo CD drops it', async () => {
    await commit({ 'web.yaml': vpc('web', 1001, '  colour: red\n') });
    const { failed } = await deployer('flux').deploy();
    expect(failed).toEqual([
      { what: key('web'), why: expect.stringContaining('.spec.colour: field not declared in schema') },
    ]);
    expect(await deployer().deploy()).toMatchObject({ applied: [key('web')], failed: [] });
  });
});

describe.each<DeployerStyle>(['argocd', 'flux'])('as %s', (style) => {
  it('does nothing when nothing changed', async () => {
    await commit({ 'web.yaml': vpc('web', 1001) });
    await deployer(style).deploy();
    const before = await live('web');
    expect(await deployer(style).deploy()).toMatchObject({ applied: [], deleted: [], failed: [] });
    expect(await live('web')).toEqual(before);
  });

  it('leaves a change by hand, until Git changes that object', async () => {
    await commit({ 'web.yaml': vpc('web', 1001), 'db.yaml': vpc('db', 1010) });
    await deployer(style).deploy();
    await requireApi(server, 'PATCH', `${VPCS}/web`, {
      body: { spec: { subnets: { default: { vlan: 1999 } } } },
    });
    await commit({ 'db.yaml': vpc('db', 1011) });
    expect(await deployer(style).deploy()).toMatchObject({ applied: [key('db')] });
    expect(vlanOf(await live('web'))).toBe(1999);
    await commit({ 'web.yaml': vpc('web', 1002) });
    await deployer(style).deploy();
    expect(vlanOf(await live('web'))).toBe(1002);
  });

  it('brings everything back when it is told to', async () => {
    await commit({ 'web.yaml': vpc('web', 1001), 'db.yaml': vpc('db', 1010) });
    await deployer(style).deploy();
    await requireApi(server, 'PATCH', `${VPCS}/web`, {
      body: { spec: { subnets: { default: { vlan: 1999 } } } },
    });
    await requireApi(server, 'DELETE', `${VPCS}/db`);
    const { applied } = await deployer(style).deploy({ everything: true });
    expect(applied.sort()).toEqual([key('db'), key('web')]);
    expect(vlanOf(await live('web'))).toBe(1001);
    expect(await deployer(style).deploy({ everything: true })).toMatchObject({ applied: [] });
  });

  it('deletes what it deployed and Git has no more, and nothing else', async () => {
    await commit({ 'web.yaml': `${vpc('web', 1001)}---\n${vpc('db', 1010)}` });
    await deployer(style).deploy();
    await requireApi(server, 'POST', VPCS, {
      body: { apiVersion: 'vpc.githedgehog.com/v1beta1', kind: 'VPC', metadata: { name: 'lab' } },
    });
    await commit({ 'web.yaml': vpc('web', 1001) });
    expect(await deployer(style).deploy()).toMatchObject({ deleted: [key('db')] });
    expect((await callApi(server, 'GET', `${VPCS}/db`)).status).toBe(404);
    expect((await callApi(server, 'GET', `${VPCS}/lab`)).status).toBe(200);
    expect(await deployer(style).deploy()).toMatchObject({ deleted: [] });
  });

  it('creates in the order of dependencies and deletes in the other', async () => {
    await commit({ 'a.yaml': attachment('a', 'web/default'), 'b.yaml': vpc('web', 1001) });
    expect(await deployer(style).deploy()).toMatchObject({
      applied: [key('web'), key('a', 'VPCAttachment')],
    });
    await commit({ 'a.yaml': null, 'b.yaml': null });
    expect(await deployer(style).deploy()).toMatchObject({
      deleted: [key('a', 'VPCAttachment'), key('web')],
    });
  });
});

describe('holds', () => {
  const hash = (text: string): string =>
    readManifests(new Map([['x.yaml', text]]), '').manifests[0]?.hash ?? '';
  const hold = (manifest: string | null) => ({ kind: 'VPC', namespace: 'default', name: 'web', manifest });

  it('keep an object from being created, changed and deleted', async () => {
    addHold(folder, hold(null));
    await commit({ 'web.yaml': vpc('web', 1001) });
    expect(await deployer().deploy()).toMatchObject({ applied: [], held: [key('web')] });
    releaseHold(folder, hold(null));
    expect(await deployer().deploy()).toMatchObject({ applied: [key('web')], held: [] });
    addHold(folder, hold(null));
    await commit({ 'web.yaml': null });
    expect(await deployer().deploy()).toMatchObject({ deleted: [], held: [key('web')] });
    releaseHold(folder, hold(null));
    expect(await deployer().deploy()).toMatchObject({ deleted: [key('web')] });
  });

  it('end by themselves when Git says something else', async () => {
    addHold(folder, hold(hash(vpc('web', 1001))));
    await commit({ 'web.yaml': `# with a comment\n${vpc('web', 1001)}` });
    expect(await deployer().deploy({ everything: true })).toMatchObject({ held: [key('web')] });
    await commit({ 'web.yaml': vpc('web', 1002) });
    expect(await deployer().deploy()).toMatchObject({ applied: [key('web')], held: [] });
  });
});

describe('trouble', () => {
  it('tries again what failed', async () => {
    await commit({ 'web.yaml': vpc('web', 1001, '  mode: 3\n'), 'db.yaml': vpc('db', 1010) });
    const first = await deployer().deploy();
    expect(first).toMatchObject({ applied: [key('db')], failed: [{ what: key('web') }] });
    expect((await deployer().deploy()).failed).toEqual(first.failed);
    await commit({ 'web.yaml': vpc('web', 1001) });
    expect(await deployer().deploy()).toMatchObject({ applied: [key('web')], failed: [] });
  });

  it('deletes nothing while a file does not parse', async () => {
    await commit({ 'web.yaml': vpc('web', 1001), 'db.yaml': vpc('db', 1010) });
    await deployer().deploy();
    await commit({ 'web.yaml': null, 'db.yaml': 'a: [' });
    const { deleted, failed } = await deployer().deploy();
    expect(deleted).toEqual([]);
    expect(failed[0]?.why).toMatch(/^fabric\/db\.yaml is no YAML/);
    await commit({ 'db.yaml': vpc('db', 1010) });
    expect(await deployer().deploy()).toMatchObject({ deleted: [key('web')], applied: [] });
  });

  it('names a kind that the cluster does not serve, and deploys the rest', async () => {
    const unknown = 'apiVersion: vpc.githedgehog.com/v1beta1\nkind: Tunnel\nmetadata:\n  name: t\n';
    await commit({ 't.yaml': unknown, 'web.yaml': vpc('web', 1001) });
    expect(await deployer().deploy()).toMatchObject({
      applied: [key('web')],
      failed: [
        { what: key('t', 'Tunnel'), why: 'the cluster does not serve Tunnel in vpc.githedgehog.com/v1beta1' },
      ],
    });
  });

  it('fails as a whole when Git cannot be read', async () => {
    await expect(deployer('argocd', { origin: join(folder, 'nowhere') }).deploy()).rejects.toThrow(
      'git rev-parse failed',
    );
  });

  it('reports a cluster that does not answer, and catches up later', async () => {
    await commit({ 'web.yaml': vpc('web', 1001) });
    const away = deployer('argocd', { server: { url: 'http://127.0.0.1:1', token: '' } });
    expect((await away.deploy()).failed[0]?.why).toMatch(/does not answer/);
    expect(await deployer().deploy()).toMatchObject({ applied: [key('web')] });
  });

  it('does one pass at a time', async () => {
    await commit({ 'web.yaml': vpc('web', 1001) });
    const one = deployer();
    const [first, second] = await Promise.all([one.deploy(), one.deploy()]);
    expect(second).toBe(first);
  });
});
