import { rm } from 'node:fs/promises';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { type ApiServerAddress, requireApi } from '../api-client.ts';
import { type DeployerStyle, KindPaths } from '../deployer/deploy-object.ts';
import { Deployer } from '../deployer/deployer.ts';
import { type Hold, writeHolds } from '../deployer/holds.ts';
import { readManifests } from '../deployer/read-manifests.ts';
import { createOrigin } from '../git-origin.ts';
import { isJsonObject, stringAt } from '../json-value.ts';
import type { SandboxFolder } from '../sandbox-folder.ts';
import { type ClusterStep, isClusterStep, SANDBOX_DAY, SANDBOX_HELD } from './day.ts';
import { writeHistory } from './history.ts';
import { addressLinks } from './link-addresses.ts';
import { readSeedRepository } from './read-repository.ts';
import { SYSTEM_OBJECTS } from './system-objects.ts';

/**
 * Fills an empty sandbox: the Git origin with its history, the cluster as the fabric's installer and the deployer would have
 * left it, then, unless `day` is false, what happens in it on `SANDBOX_DAY`. Git comes first, as in life.
 * @throws Error when something could not be deployed.
 */
export async function seedSandbox(
  folder: SandboxFolder,
  server: ApiServerAddress,
  style: DeployerStyle,
  day = true,
): Promise<void> {
  const files = await readSeedRepository();
  await rm(folder.origin, { recursive: true, force: true });
  await createOrigin(folder.origin, writeHistory(files));
  const paths = new KindPaths(server);
  for (const object of SYSTEM_OBJECTS) await create(server, paths, 'fabric', object);
  const holds = seededHolds(folder, files);
  writeHolds(folder.root, holds.never);
  await deployAll(folder, server, style);
  await addressAllLinks(server, paths);
  if (day) for (const step of SANDBOX_DAY.filter(isClusterStep)) await performStep(server, paths, step);
  writeHolds(folder.root, [...holds.never, ...holds.after]);
}

/** The holds that are in force from the beginning, and those for what changes only after the first deployment. */
function seededHolds(
  folder: SandboxFolder,
  files: ReadonlyMap<string, string>,
): { never: Hold[]; after: Hold[] } {
  const { manifests } = readManifests(files, folder.manifests);
  const holdOf = ({ kind, name }: { kind: string; name: string }): Hold => {
    const manifest = manifests.find(({ identity }) => identity.kind === kind && identity.name === name);
    if (manifest === undefined) throw new Error(`the demo holds ${kind} ${name}, which its repository lacks`);
    return { kind, namespace: 'default', name, manifest: manifest.hash };
  };
  return {
    never: SANDBOX_HELD.filter(({ why }) => why === 'never deployed').map(holdOf),
    after: SANDBOX_HELD.filter(({ why }) => why === 'changed in the cluster').map(holdOf),
  };
}

async function deployAll(
  folder: SandboxFolder,
  server: ApiServerAddress,
  style: DeployerStyle,
): Promise<void> {
  const { origin, manifests, root } = folder;
  const deployer = new Deployer({ origin, folder: manifests, server, directory: root, style });
  const { failed } = await deployer.deploy();
  if (failed.length === 0) return;
  throw new Error(
    `the demo could not be deployed: ${failed.map(({ what, why }) => `${what}: ${why}`).join('; ')}`,
  );
}

async function addressAllLinks(server: ApiServerAddress, paths: KindPaths): Promise<void> {
  const collection = await paths.collection('wiring.githedgehog.com/v1beta1', 'Connection', 'default');
  const { items } = await requireApi(server, 'GET', collection);
  const connections = Array.isArray(items) ? items.filter(isJsonObject) : [];
  for (const { name, patch } of addressLinks(connections)) {
    await requireApi(server, 'PATCH', `${collection}/${name}?fieldManager=hhfab`, { body: patch });
  }
}

async function create(
  server: ApiServerAddress,
  paths: KindPaths,
  manager: string,
  object: JsonObject,
): Promise<void> {
  const namespace = stringAt(object, 'metadata', 'namespace') ?? 'default';
  const collection = await paths.collection(String(object.apiVersion), String(object.kind), namespace);
  await requireApi(server, 'POST', `${collection}?fieldManager=${manager}`, { body: object });
}

/** Lets one step of the day happen in the cluster. @throws ApiRefusal when the cluster does not let it. */
export async function performStep(
  server: ApiServerAddress,
  paths: KindPaths,
  step: ClusterStep,
): Promise<void> {
  const { apiVersion, kind, name } = step;
  if (step.do === 'create') {
    const object = { apiVersion, kind, metadata: { name, namespace: 'default' }, spec: step.spec };
    return create(server, paths, step.manager, object);
  }
  const path = `${await paths.collection(apiVersion, kind, 'default')}/${name}`;
  if (step.do === 'delete') await requireApi(server, 'DELETE', path);
  else await requireApi(server, 'PATCH', `${path}?fieldManager=${step.manager}`, { body: step.patch });
}
