import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { callApi, requireApi } from '../api-client.ts';
import { type SandboxApiServer, startSandboxApiServer } from '../api-server/start.ts';
import { SANDBOX_CRDS } from '../crds/sandbox-crds.ts';
import { objectAt } from '../json-value.ts';
import { VPCS, vpc } from '../testing/contract-objects.ts';
import { fabricDefaulting } from '../webhooks/fabric-defaulting.ts';
import { FabricControllers } from './fabric-controllers.ts';
import { collectionPath, type ReadKind } from './fabric-objects.ts';

let server: SandboxApiServer;
let controllers: FabricControllers;
let now: Date;

beforeEach(async () => {
  server = await startSandboxApiServer({ directory: null, crds: SANDBOX_CRDS, defaulting: fabricDefaulting });
  now = new Date('2026-11-24T08:00:00Z');
  controllers = new FabricControllers(server, () => now);
  await create('Switch', 'leaf-1', { role: 'server-leaf' });
  await create('Connection', 'c', {
    unbundled: { link: { server: { port: 's/e1' }, switch: { port: 'leaf-1/E1/1' } } },
  });
});
afterEach(() => server.stop());

function create(kind: ReadKind, name: string, spec: JsonObject): Promise<JsonObject> {
  const group = kind === 'Switch' || kind === 'Connection' ? 'wiring' : 'vpc';
  const body = { apiVersion: `${group}.githedgehog.com/v1beta1`, kind, metadata: { name }, spec };
  return requireApi(server, 'POST', collectionPath(kind), { body });
}

const agent = (): Promise<JsonObject> => requireApi(server, 'GET', `${collectionPath('Agent')}/leaf-1`);
const generationOf = (object: JsonObject): unknown => objectAt(object, 'metadata')?.generation;

it('lets a change reach a switch, and the switch report it one pass later', async () => {
  await controllers.pass();
  await controllers.pass();
  const before = await agent();
  expect(before.status).toMatchObject({
    lastAppliedGen: generationOf(before),
    lastHeartbeat: '2026-11-24T08:00:00.000Z',
  });

  await create('VPC', 'web', { subnets: { front: { subnet: '10.40.1.0/24', vlan: 1001 } } });
  await controllers.pass();
  expect(generationOf(await agent())).toBe(generationOf(before));

  await create('VPCAttachment', 'web--s', { connection: 'c', subnet: 'web/front' });
  await controllers.pass();
  const changed = await agent();
  expect(generationOf(changed)).toBe(Number(generationOf(before)) + 1);
  expect(objectAt(changed, 'spec', 'vpcs')).toHaveProperty('web');
  expect(changed.status).toMatchObject({ lastAppliedGen: generationOf(before) });
  await controllers.pass();
  expect((await agent()).status).toMatchObject({ lastAppliedGen: generationOf(changed) });
});

it('keeps the heart beating, not more often than needed', async () => {
  await controllers.pass();
  await controllers.pass();
  const first = await agent();
  await controllers.pass();
  expect(await agent()).toEqual(first);
  now = new Date('2026-11-24T08:01:00Z');
  await controllers.pass();
  const later = await agent();
  expect(later.status).toMatchObject({ lastHeartbeat: '2026-11-24T08:01:00.000Z' });
  expect(later.status).toMatchObject({ lastAppliedTime: '2026-11-24T08:00:00.000Z' });
});

it('follows VPCs with DHCP subnets and infos, and cleans up after them', async () => {
  const dhcp = { enable: true };
  await requireApi(server, 'POST', VPCS, {
    body: vpc('web', { subnets: { front: { subnet: '10.40.1.0/24', vlan: 1001, dhcp } } }),
  });
  await controllers.pass();
  const subnet = `${collectionPath('DHCPSubnet')}/web--front`;
  expect(await requireApi(server, 'GET', subnet)).toMatchObject({
    spec: { startIP: '10.40.1.2', endIP: '10.40.1.255' },
  });
  expect(await requireApi(server, 'GET', `${collectionPath('VPCInfo')}/web`)).toMatchObject({
    metadata: { ownerReferences: [{ kind: 'VPC', name: 'web' }] },
  });
  await requireApi(server, 'PATCH', `${VPCS}/web`, {
    body: { spec: { subnets: { front: { dhcp: { enable: false } } } } },
  });
  await controllers.pass();
  expect((await callApi(server, 'GET', subnet)).status).toBe(404);
  await requireApi(server, 'DELETE', `${VPCS}/web`);
  await requireApi(server, 'DELETE', `${collectionPath('Switch')}/leaf-1`);
  await controllers.pass();
  for (const path of [`${collectionPath('VPCInfo')}/web`, `${collectionPath('Agent')}/leaf-1`]) {
    expect((await callApi(server, 'GET', path)).status).toBe(404);
  }
});

it('fails when the cluster does not answer', async () => {
  const away = new FabricControllers({ url: 'http://127.0.0.1:1', token: '' });
  await expect(away.pass()).rejects.toThrow('does not answer');
});
